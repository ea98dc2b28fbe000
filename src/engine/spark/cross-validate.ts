import type { Params } from '../../model/params.ts'
import type { ModelName } from '../../model/regression-model.ts'
import type { CrossValidation, CrossValidationTask } from '../cross-validation.ts'
import { type OpenFold, searchFolds } from '../search-folds.ts'
import { evaluateMetric, fitEstimator } from './fit-estimator.ts'
import type { PreparationTask } from './fit-preparation.ts'
import { type PreparedSplit, prepareSplit } from './prepare-split.ts'
import type { SparkRun } from './spark-run.ts'
import type { SplitSql } from './split-sql.ts'

/** The rows that are cross-validated on. */
export interface FoldedRows extends PreparationTask {
  /** Name of the view of all rows. */
  readonly rows: string
  readonly target: string
  readonly folds: readonly SplitSql[]
}

/**
 * Fits every point on each fold's training rows and scores it on the fold's held-out rows.
 *
 * Preparation is fitted in each fold anew. Spark's trees do not nest as ours do, so every point is a fit of its own;
 * as many run at a time as `parallelism` says.
 *
 * @throws FreeflowError `budget` and `interrupted` as `searchFolds`, and what Spark says.
 */
export async function crossValidate(
  run: SparkRun,
  task: CrossValidationTask,
  folded: FoldedRows,
): Promise<CrossValidation> {
  const open = async (fold: number): Promise<OpenFold> => {
    const prepared = await prepareSplit(run, folded.rows, folded.folds[fold], folded)
    return {
      score: async ({ points: [point] }) => [await scorePoint(run, task.name, task.points[point], prepared)],
      close: () => prepared.forget(),
    }
  }
  const search = {
    plan: task.points.map((params, index) => ({ models: [{ params, points: [index] }], points: [index] })),
    numFolds: folded.folds.length,
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
  const model = await fitEstimator(session, name, params, train)
  const score = await evaluateMetric(session, session.transform(model, test), 'r2')
  await session.delete(model)
  return score
}
