import { fitBoosting } from '../learn/boosting.ts'
import { fitForest } from '../learn/forest.ts'
import { fitLinearRegression } from '../learn/linear-regression.ts'
import { type RegressionMetrics, regressionMetrics } from '../metrics/regression.ts'
import { slotImportances } from '../model/importance.ts'
import type { Params } from '../model/params.ts'
import { predictRows } from '../model/predict-rows.ts'
import type { RegressionModel } from '../model/regression-model.ts'
import { layoutSlots } from '../prepare/slots.ts'
import { type Gate, judgeModel } from './gates.ts'
import type { JobHost } from './host.ts'
import type { PreparedData } from './prepare-data.ts'
import type { ModelName } from './presets.ts'
import type { ModelSummary } from './summary.ts'

/** A trained model and how it did. */
export interface TrainedModel {
  readonly name: ModelName
  readonly model: RegressionModel
  readonly metrics: ModelSummary['metrics']
  readonly trainMetrics: RegressionMetrics
  readonly featureImportance: ModelSummary['feature_importance']
  readonly slotImportance: ModelSummary['slot_importance']
  readonly gates: readonly Gate[]
  readonly seconds: { readonly fit: number; readonly evaluate: number }
}

/** The column whose importance was asked for. */
export const leadingFeature = 'traffic_efficiency'

/**
 * Trains one model, predicts training and test rows, and holds it against its targets.
 *
 * @throws FreeflowError `usage` for parameters out of bounds, `interrupted` when the signal fires.
 */
export async function trainModel(
  name: ModelName,
  params: Params,
  data: PreparedData,
  threads: number,
  host: JobHost,
): Promise<TrainedModel> {
  const start = host.now()
  const model = await fitModel(name, params, data, threads, host)
  const fitted = host.now()
  const testMetrics = regressionMetrics(data.test.labels, predictRows(model, data.test.matrix))
  const trainMetrics = regressionMetrics(data.train.labels, predictRows(model, data.train.matrix))
  const slotImportance = rankSlots(model, data)
  const featureImportance = rankColumns(slotImportance, data)
  const leading = featureImportance.find(({ feature }) => feature === leadingFeature)
  return {
    name,
    model,
    metrics: { ...testMetrics, ...sizeOf(model) },
    trainMetrics,
    featureImportance,
    slotImportance,
    gates: judgeModel(name, testMetrics, leading?.importance ?? 0),
    seconds: { fit: (fitted - start) / 1000, evaluate: (host.now() - fitted) / 1000 },
  }
}

/**
 * Fits a model by its name.
 *
 * @throws FreeflowError `usage` for parameters out of bounds, `interrupted` when the signal fires.
 */
export async function fitModel(
  name: ModelName,
  params: Params,
  { train }: Pick<PreparedData, 'train'>,
  threads: number,
  { report, signal }: Pick<JobHost, 'report' | 'signal'>,
): Promise<RegressionModel> {
  if (name === 'linear_regression') return fitLinearRegression(train, params)
  const numTrees = Number(params[name === 'random_forest' ? 'numTrees' : 'maxIter'])
  const onProgress = (numDone: number) => report.progress(`${name}: trees`, numDone, numTrees)
  const fitTrees = name === 'random_forest' ? fitForest : fitBoosting
  return fitTrees(train, params, { threads, signal, onProgress })
}

function sizeOf(model: RegressionModel): { num_trees?: number; max_depth?: number } {
  if (model.kind === 'linear_regression') return {}
  return { num_trees: model.trees.length, max_depth: Number(model.params['maxDepth']) }
}

function rankSlots(model: RegressionModel, { layout }: PreparedData): TrainedModel['slotImportance'] {
  if (model.kind === 'linear_regression') return []
  const importances = slotImportances(model)
  return layoutSlots(layout)
    .map((slot, index) => ({ ...slot, importance: importances[index] }))
    .sort((a, b) => b.importance - a.importance)
}

/** Adds the importances of the slots of each column. */
function rankColumns(
  slots: TrainedModel['slotImportance'],
  { columns }: PreparedData,
): TrainedModel['featureImportance'] {
  if (slots.length === 0) return []
  return [...columns.numeric, ...columns.categorical]
    .map((feature) => {
      const own = slots.filter(({ column }) => column === feature)
      return { feature, importance: own.reduce((sum, { importance }) => sum + importance, 0) }
    })
    .sort((a, b) => b.importance - a.importance)
}
