import { createHash } from 'node:crypto'
import { hashTable } from '../../table/hash-table.ts'
import { queryTable } from '../../table/query-table.ts'
import { forecastPreset } from '../presets.ts'
import type { Run } from '../run.ts'
import type { StudyConfig } from '../study/study-config.ts'
import { trainTasks } from '../train-models.ts'
import type { Horizon } from './horizons.ts'
import type { OpenForecast } from './open-forecast.ts'

/**
 * Gives what the scores of a forecast's searches depend on: one study holds those of all horizons, so that a run which
 * ended in one of them goes on with what it had found for the others.
 */
export async function forecastStudyConfig(
  { connection, source, links }: OpenForecast,
  horizons: readonly Horizon[],
  { options, engine }: Pick<Run, 'options' | 'engine'>,
): Promise<StudyConfig> {
  const { testRatio, folds, seed, nulls, purge } = options
  const places = await queryTable(connection, 'SELECT * FROM places ORDER BY sensor_id')
  const graph = links === null ? null : createHash('sha256').update(JSON.stringify(links)).digest('hex')
  return {
    preset: 'forecast',
    data: source.steps.sha256,
    timezone: source.timezone,
    sensors: hashTable(places),
    graph,
    horizon: horizons.map(({ name }) => name).join(','),
    'test-ratio': testRatio,
    folds,
    seed,
    nulls,
    purge,
    engine: { name: engine.name, version: engine.version },
    ...Object.fromEntries(
      horizons.flatMap(({ name: horizon, minutes }) =>
        trainTasks(forecastPreset(minutes), options, `_${horizon}`).map(({ storedAs, params, grid }) => {
          return [storedAs, { ...params, grid }]
        }),
      ),
    ),
  }
}
