import { join } from 'node:path'
import type { JobHost } from '../../engine/host.ts'
import { FreeflowError } from '../../errors.ts'
import { forecastPreset } from '../presets.ts'
import { trainTasks } from '../train-models.ts'
import type { Horizon } from './horizons.ts'
import type { OpenForecast } from './open-forecast.ts'
import { type StudiedRun, type TrainedHorizon, trainHorizon } from './train-horizon.ts'
import { writeForecastFeatures } from './write-forecast-features.ts'

/** A horizon with the directory of what turns readings into its features. */
export interface ServedHorizon extends TrainedHorizon {
  readonly features: string
}

/** Horizons of a run, and what the time limit left undone. */
export interface TrainedHorizons {
  readonly trained: readonly ServedHorizon[]
  readonly notDone: readonly string[]
}

/**
 * Trains one horizon after another; once one is trained, the time being up leaves the further ones out and is no error.
 *
 * @param directory  Where to write what turns readings into features, one directory a horizon.
 * @throws FreeflowError as `trainHorizon` does: `budget` where the time was up before one model was trained.
 */
export async function trainHorizons(
  forecast: OpenForecast,
  horizons: readonly Horizon[],
  directory: string,
  run: StudiedRun,
  host: JobHost,
): Promise<TrainedHorizons> {
  const trained: ServedHorizon[] = []
  const notDone: string[] = []
  for (const horizon of horizons) {
    const train = () => trainHorizon(forecast, horizon, run, host)
    const one = trained.length === 0 ? await train() : await inTime(train, run)
    if (one === null) {
      const lost = tasksOf(horizon, run).map((name) => `${name}: not trained`)
      for (const line of lost) host.report.warn(`the time was up: ${line}`)
      notDone.push(...lost)
      continue
    }
    const features = join(directory, horizon.name)
    await writeForecastFeatures(forecast.connection, forecast.source, horizon.minutes, features)
    trained.push({ ...one, features })
    notDone.push(...one.notDone)
  }
  return { trained, notDone }
}

/** Gives `null` where the time was up before, or before one model was trained. */
async function inTime<T>(train: () => Promise<T>, { study }: StudiedRun): Promise<T | null> {
  if (study.isTimeUp()) return null
  try {
    return await train()
  } catch (error) {
    if (error instanceof FreeflowError && error.code === 'budget' && study.isTimeUp()) return null
    throw error
  }
}

function tasksOf({ name, minutes }: Horizon, { options }: StudiedRun): string[] {
  return trainTasks(forecastPreset(minutes), options, `_${name}`).map(({ storedAs }) => storedAs)
}
