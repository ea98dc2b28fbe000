import type { RunData } from '../engine/engine.ts'
import type { JobHost } from '../engine/host.ts'
import type { RunFacts } from '../engine/run-facts.ts'
import type { RegressionMetrics } from '../metrics/regression.ts'
import { slotImportances } from '../model/importance.ts'
import type { RegressionModel } from '../model/regression-model.ts'
import { layoutSlots } from '../prepare/slots.ts'
import { type Gate, judgeModel } from './gates.ts'
import type { ModelName } from './presets.ts'
import type { ModelSummary } from './summary.ts'
import { type Searching, type TunedParams, type TuneTask, tuneModel } from './tune-model.ts'

/** A trained model and how it did. */
export interface TrainedModel {
  readonly name: ModelName
  readonly model: RegressionModel
  readonly metrics: ModelSummary['metrics']
  readonly trainMetrics: RegressionMetrics
  readonly featureImportance: ModelSummary['feature_importance']
  readonly slotImportance: ModelSummary['slot_importance']
  readonly gates: readonly Gate[]
  readonly tuned: TunedParams
  readonly seconds: { readonly tune: number; readonly fit: number; readonly evaluate: number }
}

/** The column whose importance was asked for. */
export const leadingFeature = 'traffic_efficiency'

/**
 * Finds the parameters of one model, trains it with them, predicts training and test rows, and holds it
 * against its targets.
 *
 * @throws FreeflowError `usage` for parameters out of bounds, `budget` as `tuneModel`, `interrupted` when the signal
 *   fires.
 */
export async function trainModel(
  task: TuneTask,
  searching: Searching,
  data: RunData,
  host: JobHost,
): Promise<TrainedModel> {
  const { name } = task
  const tuned = await tuneModel(task, searching, data, host)
  const { model, metrics, trainMetrics, seconds } = await data.fit(name, tuned.params)
  const slotImportance = rankSlots(model, data)
  const featureImportance = rankColumns(slotImportance, data)
  const leading = featureImportance.find(({ feature }) => feature === leadingFeature)
  return {
    name,
    model,
    metrics: { ...metrics, ...sizeOf(model) },
    trainMetrics,
    featureImportance,
    slotImportance,
    gates: judgeModel(name, metrics, leading?.importance ?? 0),
    tuned,
    seconds: { tune: tuned.seconds, ...seconds },
  }
}

function sizeOf(model: RegressionModel): { num_trees?: number; max_depth?: number } {
  if (model.kind === 'linear_regression') return {}
  return { num_trees: model.trees.length, max_depth: Number(model.params['maxDepth']) }
}

function rankSlots(model: RegressionModel, { layout }: RunFacts): TrainedModel['slotImportance'] {
  if (model.kind === 'linear_regression') return []
  const importances = slotImportances(model)
  return layoutSlots(layout)
    .map((slot, index) => ({ ...slot, importance: importances[index] }))
    .sort((a, b) => b.importance - a.importance)
}

/** Adds the importances of the slots of each column. */
function rankColumns(
  slots: TrainedModel['slotImportance'],
  { columns }: RunFacts,
): TrainedModel['featureImportance'] {
  if (slots.length === 0) return []
  return [...columns.numeric, ...columns.categorical]
    .map((feature) => {
      const own = slots.filter(({ column }) => column === feature)
      return { feature, importance: own.reduce((sum, { importance }) => sum + importance, 0) }
    })
    .sort((a, b) => b.importance - a.importance)
}
