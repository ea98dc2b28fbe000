import { type PlannedFit, planFits } from '../../learn/plan-fits.ts'
import { scorePoints } from '../../learn/score-points.ts'
import type { Params } from '../../model/params.ts'
import { type CrossValidation, type CrossValidationTask, pointScores } from '../cross-validation.ts'
import type { LearningTask } from '../engine.ts'
import { type JobHost, stopIfInterrupted } from '../host.ts'
import { fitModel, numFitSteps } from './fit-model.ts'
import type { PreparedData } from './prepare-data.ts'
import { prepareSplit } from './prepare-split.ts'

/**
 * Fits every point on each fold's training rows and scores it on the fold's held-out rows.
 *
 * Preparation and bin thresholds are fitted in each fold anew, so nothing of the held-out rows reaches the
 * model. Points that nest share one fit.
 *
 * @throws FreeflowError `usage` for parameters out of bounds, `interrupted` when the signal fires.
 */
export async function crossValidate(
  task: CrossValidationTask,
  data: PreparedData,
  { target, threads }: Pick<LearningTask, 'target'> & { readonly threads: number },
  host: JobHost,
): Promise<CrossValidation> {
  const start = host.now()
  const plan = planFits(task.name, task.points)
  const scores = task.points.map((): number[] => [])
  const onProgress = progressOf(task, plan, data.folds.length, host)
  for (const fold of data.folds) {
    stopIfInterrupted(host)
    const { columns, nulls } = data
    const { train, test } = prepareSplit(data.table, fold, { columns, target, nulls })
    for (const { params, points } of plan) {
      const options = { threads, signal: host.signal, onProgress: onProgress.fit(params) }
      const model = await fitModel(task.name, train, params, options)
      const metrics = scorePoints(
        model,
        test.matrix,
        test.labels,
        points.map((index) => task.points[index]),
      )
      for (const [at, index] of points.entries()) scores[index].push(metrics[at].r2)
    }
  }
  onProgress.end()
  return {
    points: task.points.map((params, index) => pointScores(params, scores[index])),
    fitsEquivalent: task.points.length * data.folds.length,
    fitsRun: plan.length * data.folds.length,
    seconds: (host.now() - start) / 1000,
  }
}

/** Counts trees over all fits and folds, so that the time left is told for the whole. */
function progressOf(
  task: CrossValidationTask,
  plan: readonly PlannedFit[],
  numFolds: number,
  { report }: JobHost,
) {
  const total = numFolds * plan.reduce((sum, { params }) => sum + numFitSteps(task.name, params), 0)
  const title = `${task.name}: ${task.points.length > 1 ? 'tuning' : 'cross-validation'}, trees`
  let before = 0
  return {
    fit: (params: Params) => {
      const base = before
      before += numFitSteps(task.name, params)
      return (numDone: number) => report.progress(title, base + numDone, total)
    },
    end: () => report.progress(title, total, total),
  }
}
