import type { RunData } from '../engine/engine.ts'
import type { JobHost } from '../engine/host.ts'
import { FreeflowError } from '../errors.ts'
import { effectiveGrid, effectiveParams, type ModelOptions } from './effective-config.ts'
import { logTrained, modelTitles } from './log-training.ts'
import { type ModelName, modelNames, type Preset } from './presets.ts'
import { type TrainedModel, type TrainTask, trainModel } from './train-model.ts'
import type { Searching } from './tune-model.ts'
import { whatIsMissing } from './tuning-summary.ts'

/** Models of a run, and what the time limit left undone. */
export interface Trained {
  readonly trained: readonly TrainedModel[]
  readonly notDone: readonly string[]
}

/**
 * Gives what a run is to train, in the order of the models.
 *
 * @param suffix  Stands behind the names of the models in the store, for instance `_15m`; `''` for none.
 */
export function trainTasks(
  preset: Preset,
  options: ModelOptions & { readonly only?: readonly ModelName[] | undefined },
  suffix: string,
): TrainTask[] {
  return modelNames
    .filter((name) => options.only?.includes(name) ?? true)
    .map((name) => ({
      name,
      storedAs: `${name}${suffix}`,
      params: effectiveParams(name, preset, options),
      grid: effectiveGrid(name, preset, options),
      targets: preset.targets[name],
    }))
}

/**
 * Trains one model after another; once the time is up no further one is begun.
 *
 * @throws FreeflowError `budget` where there is no model then.
 */
export async function trainModels(
  tasks: readonly TrainTask[],
  searching: Searching,
  data: RunData,
  host: JobHost,
): Promise<Trained> {
  const trained: TrainedModel[] = []
  const notDone: string[] = []
  for (const task of tasks) {
    const model = await trainInTime(task, searching, data, host)
    if (model === null) {
      notDone.push(`${task.storedAs}: not trained`)
      continue
    }
    logTrained(model, host.report)
    trained.push(model)
    notDone.push(...whatIsMissing(task.name, model.tuned))
  }
  for (const line of notDone) host.report.warn(`the time was up: ${line}`)
  if (trained.length > 0) return { trained, notDone }
  throw new FreeflowError('budget', 'the time was up before one model was trained; nothing was published', {
    hint: 'raise --time-limit, or go on with --resume',
  })
}

/** Trains a model; `null` if the time was up before it was begun, or before one fold of its search was scored. */
async function trainInTime(
  task: TrainTask,
  searching: Searching,
  data: RunData,
  host: JobHost,
): Promise<TrainedModel | null> {
  if (searching.study.isTimeUp()) return null
  host.report.info(`Training ${modelTitles[task.name]} model...`)
  try {
    return await trainModel(task, searching, data, host)
  } catch (error) {
    if (error instanceof FreeflowError && error.code === 'budget') return null
    throw error
  }
}
