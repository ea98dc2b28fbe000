import type { DuckDBConnection } from '@duckdb/node-api'
import type { DataOptions } from '../../engine/data-options.ts'
import { purgeMinutes } from '../../engine/purge-minutes.ts'
import { withDuckDb } from '../../table/duckdb.ts'
import { forecastReachMinutes } from '../../traffic/forecast/forecast-columns.ts'
import type { Link } from '../../traffic/forecast/link.ts'
import { readGraph } from '../../traffic/forecast/read-graph.ts'
import type { SpeedSteps } from '../../traffic/forecast/speed-steps.ts'
import { testStartMs } from '../../traffic/test-start.ts'
import { type ForecastSource, type ForecastSourceOptions, openForecastSource } from './forecast-source.ts'
import type { Horizon } from './horizons.ts'

/** Which forecast of which data. */
export interface OpenForecastOptions
  extends Omit<ForecastSourceOptions, 'path'>,
    Pick<DataOptions, 'testRatio' | 'purge' | 'threads'> {
  /** Path of a graph of the roads on the local disk, see `findGraph`. */
  readonly graph?: string | undefined
}

/** Data opened for a forecast. */
export interface OpenForecast {
  readonly connection: DuckDBConnection
  readonly source: ForecastSource
  /** Where the graph of the roads stands, if there is one. */
  readonly graph: string | undefined
  /** The graph of the roads; `null` where there is none and neighbours are learnt. */
  readonly links: readonly Link[] | null
  /** Where the test begins, in ms since 1970. */
  readonly cutMs: number
  /** Why nothing can be forecast and judged with these data, `null` where it can. */
  readonly reason: string | null
}

/**
 * Opens a feature table on the local disk for a forecast, and closes it after `use`.
 *
 * @throws FreeflowError `data` where the table or the graph cannot be used.
 */
export async function withOpenForecast<T>(
  path: string,
  options: OpenForecastOptions,
  horizons: readonly Horizon[],
  use: (forecast: OpenForecast) => Promise<T>,
): Promise<T> {
  const { graph } = options
  return withDuckDb({ threads: options.threads }, async (connection) => {
    const source = await openForecastSource(connection, { ...options, path })
    const links = graph === undefined ? null : await readGraph(connection, graph)
    const [startMs, endMs] = spanOf(source.steps)
    const { timezone } = source
    const cutMs = testStartMs({ startMs, endMs, timezone, testRatio: options.testRatio })
    const reason = tooShort(source.steps, trainingUntil(cutMs, options, horizons))
    return use({ connection, source, graph, links, cutMs, reason })
  })
}

/** Gives the instant, in ms since 1970, before which the training rows of all horizons lie. */
export function trainingUntil(
  cutMs: number,
  { purge }: Pick<DataOptions, 'purge'>,
  horizons: readonly Horizon[],
): number {
  const gaps = horizons.map(({ minutes }) => {
    const task = { reachMinutes: forecastReachMinutes(minutes) }
    return purgeMinutes({ split: 'temporal', purge }, task) ?? 0
  })
  return cutMs - Math.max(...gaps) * 60_000
}

/** Gives the first and the last instant of steps, in ms since 1970. */
export function spanOf({ epochMs }: SpeedSteps): [startMs: number, endMs: number] {
  return [epochMs.reduce((a, b) => Math.min(a, b)), epochMs.reduce((a, b) => Math.max(a, b))]
}

function tooShort({ epochMs, day }: SpeedSteps, untilMs: number): string | null {
  const days = new Set(day.filter((_, step) => epochMs[step] < untilMs))
  if (days.size >= 2) return null
  const needed = '2 local days to learn from, and a gap and a day to judge on after them'
  return `too few days for a forecast: ${needed} are needed, of these data ${days.size} can be learnt from`
}
