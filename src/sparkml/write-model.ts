import type { LinearRegressionModel } from '../model/linear.ts'
import type { RegressionModel } from '../model/regression-model.ts'
import { modelTables } from './model-tables.ts'
import { parquetFromRows } from './parquet-from-rows.ts'
import { sparkClasses } from './spark-class.ts'
import { vectorFromValues } from './spark-vector.ts'
import { type SparkContent, type Written, writeContent } from './write-content.ts'
import { writeEnsemble } from './write-ensemble.ts'

/**
 * Writes a trained model as a directory that Spark loads, from 3.5 on.
 *
 * Equal models and `trainedAt` give equal bytes: nothing in it depends on the clock or on chance.
 *
 * @param directory          Made with its parents; must not hold such files.
 * @param options.trainedAt  End of the training data in milliseconds since 1970 UTC.
 * @throws FreeflowError `storage` if it cannot be written, `unexpected` for a parameter that Spark lacks.
 */
export function writeModel(
  model: RegressionModel,
  directory: string,
  { trainedAt }: { readonly trainedAt: number },
): Promise<Written> {
  if (model.kind !== 'linear_regression') return writeEnsemble(model, directory, trainedAt)
  return writeContent(contentFromLinear(model), () => directory, trainedAt)
}

function contentFromLinear({ kind, coefficients, intercept, params }: LinearRegressionModel): SparkContent {
  // the scale is that of the Huber loss; squared error has 1
  const row = { intercept, coefficients: vectorFromValues(coefficients), scale: 1 }
  const data = parquetFromRows(modelTables.linearRegression, [row])
  return { sparkClass: sparkClasses[kind], params, data, identity: [data] }
}
