import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RegressionModel } from '../../src/model/regression-model.ts'
import { writeModel } from '../../src/sparkml/write-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import { boosting, forest, linear, preparation, trainedAt } from '../sparkml/hand-made.ts'
import { predictVector, prepareRow, type Row } from './predict.ts'

const VERSION = '20261123_100000'

/** Labels in each place of the encoding, one that was never seen, and values on both sides of each threshold. */
const goldenRows: readonly Row[] = [
  { c: 'a', x1: 1, x2: 4 },
  { c: 'b', x1: 3, x2: 12 },
  { c: 'c ü"\\', x1: 2.5, x2: 10 },
  { c: 'b', x1: -4, x2: 7.5 },
  { c: 'never seen', x1: 9, x2: 20 },
]

const types = {
  linear_regression: 'baseline',
  random_forest: 'primary',
  gradient_boosted_trees: 'alternative',
}

/**
 * Writes a store of one version a kind, of hand-made models and in the layout that downstream programs read.
 *
 * @returns The names of its models.
 */
export async function writeStore(base: string): Promise<string[]> {
  const models: readonly RegressionModel[] = [linear, forest, boosting]
  await writePipelineModel(preparation, join(base, 'preprocessing/model'), { trainedAt })
  for (const model of models) await writeVersion(join(base, model.kind, VERSION), model)
  return models.map(({ kind }) => kind)
}

async function writeVersion(directory: string, model: RegressionModel): Promise<void> {
  await writeModel(model, join(directory, 'model'), { trainedAt })
  await writePipelineModel(preparation, join(directory, 'preprocessing'), { trainedAt })
  const predictions = goldenRows.map((row) => predictVector(model, prepareRow(preparation, row)))
  const importance = [
    { feature: 'x1', importance: 0.75 },
    { feature: 'x2', importance: 0.25 },
  ]
  const metadata = {
    model_name: model.kind,
    timestamp: VERSION,
    metrics: { r2: 1, rmse: 0, mae: 0, num_trees: 2, max_depth: 2 },
    model_path: `file://${directory}`,
    type: types[model.kind],
    feature_importance: Object.fromEntries(importance.map((one) => [one.feature, one.importance])),
    run_id: 'hand-made',
  }
  const write = (name: string, value: object) =>
    writeFileSync(join(directory, name), JSON.stringify(value, null, 2))
  write('metadata.json', metadata)
  write('feature_importance.json', importance)
  write('golden.json', { rows: goldenRows, predictions })
}
