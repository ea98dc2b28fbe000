import { inParallel } from '../../hdfs/in-parallel.ts'
import type { Params } from '../../model/params.ts'
import type { ModelName } from '../../model/regression-model.ts'
import { type CrossValidation, type CrossValidationTask, pointScores } from '../cross-validation.ts'
import { stopIfInterrupted } from '../host.ts'
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
 */
export async function crossValidate(
  run: SparkRun,
  { name, points }: CrossValidationTask,
  folded: FoldedRows,
): Promise<CrossValidation> {
  const { host } = run
  const startMs = host.now()
  const scores = points.map((): number[] => [])
  const numFits = points.length * folded.folds.length
  const title = `${name}: ${points.length > 1 ? 'tuning' : 'cross-validation'}, fits`
  let numDone = 0
  for (const fold of folded.folds) {
    stopIfInterrupted(host)
    const prepared = await prepareSplit(run, folded.rows, fold, folded)
    await inParallel(points, run.parallelism, async (params, point) => {
      scores[point].push(await scorePoint(run, name, params, prepared))
      host.report.progress(title, ++numDone, numFits)
    })
    await prepared.forget()
  }
  return {
    points: points.map((params, point) => pointScores(params, scores[point])),
    fitsEquivalent: numFits,
    fitsRun: numFits,
    seconds: (host.now() - startMs) / 1000,
  }
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
