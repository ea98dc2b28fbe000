import type { RunFacts } from '../engine/run-facts.ts'
import { layoutSlots } from '../prepare/slots.ts'
import { effectiveConfig } from './effective-config.ts'
import type { ModelName, Preset } from './presets.ts'
import type { PublishedModel } from './publish-run.ts'
import type { TrainAllOptions } from './run.ts'
import type { ModelSummary, RunSummary } from './summary.ts'
import type { TrainedModel } from './train-model.ts'
import { cvSummary, tuningSummary } from './tuning-summary.ts'

const types: Readonly<Record<ModelName, ModelSummary['type']>> = {
  linear_regression: 'baseline',
  random_forest: 'primary',
  gradient_boosted_trees: 'alternative',
}

/** What all models of a run say of it in their metadata. */
export type RunBase = Pick<
  RunSummary,
  'schema_version' | 'run_id' | 'preset' | 'engine' | 'data' | 'audit' | 'forecast'
>

/** Gives the metadata of a model but for what its place in the store decides. */
export function describeVersion(
  { name, model, featureImportance, gates, tuned }: TrainedModel,
  base: RunBase,
  data: RunFacts,
  options: TrainAllOptions,
  preset: Preset,
): Record<string, unknown> {
  const importance = featureImportance.map((entry) => [entry.feature, entry.importance] as const)
  const { kind, seed, ratio } = { kind: options.split, seed: options.seed, ratio: options.testRatio }
  return {
    type: types[name],
    ...(importance.length > 0 ? { feature_importance: Object.fromEntries(importance) } : {}),
    ...base,
    code: { name: 'freeflow', version: options.codeVersion },
    params: model.params,
    column_statistics: data.columnStatistics,
    features: { ...data.columns, slots: layoutSlots(data.layout) },
    network: data.network,
    split: { kind, seed, ratio, purge: data.purgeMinutes },
    cv: cvSummary(tuned),
    gates,
    config: effectiveConfig(options, preset),
  }
}

/** Sums up the models of a run by their names in the store. */
export function summariseModels(
  trained: readonly TrainedModel[],
  published: readonly PublishedModel[] | null,
  publishSeconds: number,
): Record<string, ModelSummary> {
  const entries = trained.map((model, index): [string, ModelSummary] => {
    const place = published?.[index]
    return [
      model.storedAs,
      {
        type: types[model.name],
        params: model.model.params,
        metrics: model.metrics,
        train_metrics: model.trainMetrics,
        cv: cvSummary(model.tuned),
        tuning: tuningSummary(model.tuned),
        feature_importance: model.featureImportance,
        slot_importance: model.slotImportance,
        gates: model.gates,
        size_bytes: place?.sizeBytes ?? null,
        path: place?.version.directory ?? null,
        version: place?.version.version ?? null,
        seconds: { ...model.seconds, publish: publishSeconds },
      },
    ]
  })
  return Object.fromEntries(entries)
}
