import type { PlannedFit } from '../../learn/plan-fits.ts'
import type { Params } from '../../model/params.ts'
import type { ModelName } from '../../model/regression-model.ts'
import type { Progress } from '../../spark/link.ts'
import type { CrossValidation, CrossValidationTask } from '../cross-validation.ts'
import { type FitProgress, type OpenFold, searchFolds } from '../search-folds.ts'
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
    const inHand = new Map<PlannedFit, Progress>()
    return {
      score: async (fit, { inHand: tell }) => {
        const onProgress = (progress: Progress) => {
          inHand.set(fit, progress)
          tellAll([...inHand.values()], tell)
        }
        const listening = { ...run, session: run.session.using({ onProgress }) }
        const params = task.points[fit.points[0]]
        const score = await scorePoint(listening, task.name, params, prepared)
        inHand.delete(fit)
        return [score]
      },
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

/** Tells of the tasks of all fits that run, added up: they share a line. */
function tellAll(fits: readonly Progress[], tell: FitProgress['inHand']): void {
  const sum = (of: (fit: Progress) => number) => fits.reduce((total, fit) => total + of(fit), 0)
  const numTasks = sum((fit) => fit.numTasks)
  if (numTasks > 0)
    tell(
      'tasks of Spark',
      sum((fit) => fit.numCompletedTasks),
      numTasks,
    )
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
