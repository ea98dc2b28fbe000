import { type PlannedFit, planFits } from '../../learn/plan-fits.ts'
import { Profiler } from '../../learn/profile.ts'
import { scorePoints } from '../../learn/score-points.ts'
import type { CrossValidation, CrossValidationTask } from '../cross-validation.ts'
import type { JobHost } from '../host.ts'
import { type OpenFold, searchFolds } from '../search-folds.ts'
import type { EmbeddedTask } from './embedded-task.ts'
import { fitModels, numFitSteps } from './fit-model.ts'
import type { PreparedData } from './prepare-data.ts'
import { prepareSplit } from './prepare-split.ts'
import { reportProfile } from './report-profile.ts'

/**
 * Fits every point on each fold's training rows and scores it on the fold's held-out rows.
 *
 * Preparation and bin thresholds are fitted in each fold anew, so nothing of the held-out rows reaches the
 * model. Points that nest share one fit.
 *
 * @throws FreeflowError `usage` for parameters out of bounds, `budget` and `interrupted` as `searchFolds`.
 */
export async function crossValidate(
  task: CrossValidationTask,
  data: PreparedData,
  { target, threads, isProfiled }: EmbeddedTask,
  host: JobHost,
): Promise<CrossValidation> {
  const asked = [...task.points, ...task.extras]
  const profiler = isProfiled ? new Profiler() : undefined
  const open = async (fold: number): Promise<OpenFold> => {
    const { columns, nulls } = data
    const { train, test } = prepareSplit(data.table, data.folds[fold], { columns, target, nulls })
    return {
      score: async ({ models: planned }, { within: onProgress }) => {
        const params = planned.map((one) => one.params)
        const options = { threads, signal: host.signal, onProgress, profiler }
        const models = await fitModels(task.name, train, params, options)
        return models.flatMap((model, at) => {
          const wanted = planned[at].points.map((index) => asked[index])
          return scorePoints(model, test.matrix, test.labels, wanted).map(({ r2 }) => r2)
        })
      },
      close: async () => {},
    }
  }
  const search = {
    plan: planFits(task.name, asked),
    numFolds: data.folds.length,
    parallelism: 1,
    steps: {
      noun: 'trees',
      of: ({ models }: PlannedFit) => numFitSteps(task.name, models[0].params),
    },
    open,
  }
  const found = await searchFolds(task, search, host)
  if (profiler !== undefined) {
    const example = { name: task.name, training: data.train, params: asked[0] }
    await reportProfile(`${task.name}: ${data.folds.length} folds`, profiler, example, host)
  }
  return found
}
