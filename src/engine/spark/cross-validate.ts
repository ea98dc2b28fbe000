import type { Params } from '../../model/params.ts'
import type { ModelName } from '../../model/regression-model.ts'
import type { CrossValidation, CrossValidationTask } from '../cross-validation.ts'
import { type OpenFold, searchFolds } from '../search-folds.ts'
import { evaluateMetric, fitEstimator } from './fit-estimator.ts'
import type { PreparedSplit } from './prepare-split.ts'
import { sparkParams } from './spark-params.ts'
import type { SparkRun } from './spark-run.ts'

/** The folds that are cross-validated on. */
export interface PreparedFolds {
  readonly numFolds: number
  /** Makes the rows of a fold ready. */
  readonly prepare: (fold: number) => Promise<PreparedSplit>
}

/**
 * Fits every point on each fold's training rows and scores it on the fold's held-out rows.
 *
 * Preparation is fitted in each fold. Spark's trees do not nest as ours do, so every point is a fit of its own;
 * as many run at a time as `parallelism` says.
 *
 * @throws FreeflowError `budget` and `interrupted` as `searchFolds`, and what Spark says.
 */
export async function crossValidate(
  run: SparkRun,
  task: CrossValidationTask,
  { numFolds, prepare }: PreparedFolds,
): Promise<CrossValidation> {
  const open = async (fold: number): Promise<OpenFold> => {
    const prepared = await prepare(fold)
    return {
      score: async ({ points: [point] }) => [await scorePoint(run, task.name, task.points[point], prepared)],
      close: () => prepared.forget(),
    }
  }
  const search = {
    plan: task.points.map((params, index) => ({ models: [{ params, points: [index] }], points: [index] })),
    numFolds,
    parallelism: run.parallelism,
    steps: { noun: 'fits', of: () => 1 },
    open,
  }
  return searchFolds(task, search, run.host)
}

async function scorePoint(
  { session }: SparkRun,
  name: ModelName,
  params: Params,
  { train, test }: PreparedSplit,
): Promise<number> {
  const model = await fitEstimator(session, name, sparkParams(params), train)
  const score = await evaluateMetric(session, session.transform(model, test), 'r2')
  await session.delete(model)
  return score
}
