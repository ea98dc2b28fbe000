import type { JobHost } from '../../engine/host.ts'
import { localClock } from '../../traffic/local-clock.ts'
import type { Run } from '../run.ts'
import { noStudy } from '../study/no-study.ts'
import type { ForecastSource } from './forecast-source.ts'
import type { Backtest, OriginScore, Spread } from './forecast-summary.ts'
import type { Horizon } from './horizons.ts'
import { type OpenForecast, spanOf, withOpenForecast } from './open-forecast.ts'
import { trainHorizon } from './train-horizon.ts'

const DAY_MS = 86_400_000
/** A share of the days so small that it is the last one. */
const ONE_DAY = 1e-6

/**
 * Trains anew for each of the last days on the days before it, and judges on that day. Days that leave too few to learn
 * from are left out, with a warning.
 *
 * @param path  A feature table on the local disk.
 * @returns By horizon (`15m`).
 */
export async function backtestForecast(
  path: string,
  { numOrigins, horizons }: { readonly numOrigins: number; readonly horizons: readonly Horizon[] },
  run: Run,
  host: JobHost,
): Promise<Record<string, Backtest>> {
  const options = { ...run.options, tune: false, resume: false, timeLimit: undefined }
  const lastDayMs = await withOpenForecast(path, options, horizons, async ({ source }) => lastDay(source))
  const byHorizon = new Map(horizons.map(({ name }) => [name, [] as OriginScore[]]))
  for (let back = numOrigins - 1; back >= 0; back--) {
    const endDate = new Date(lastDayMs - back * DAY_MS).toISOString().slice(0, 10)
    const until = { ...options, endDate, testRatio: ONE_DAY }
    await withOpenForecast(path, until, horizons, async (forecast) => {
      const reason = forecast.reason ?? tooFewDays(forecast)
      if (reason !== null) {
        host.report.warn(`backtest: ${endDate} is left out: ${reason}`)
        return
      }
      for (const horizon of horizons) {
        host.report.info(`Backtest: ${endDate}, ${horizon.name} ahead`)
        const alone = { ...run, options: until, study: noStudy, isAudited: false }
        const { score } = await trainHorizon(forecast, horizon, alone, host)
        const models = Object.entries(score.models).map(([name, { metrics }]) => [name, metrics] as const)
        const { rows_train, rows_test, skill } = score
        const origin = { day: endDate, rows_train, rows_test, models: Object.fromEntries(models), skill }
        byHorizon.get(horizon.name)?.push(origin)
      }
    })
  }
  return Object.fromEntries([...byHorizon].map(([name, origins]) => [name, summarise(origins)]))
}

/** Fewer than three days are split by share, not at midnight. */
function tooFewDays({ source, cutMs }: OpenForecast): string | null {
  const isMidnight = localClock(source.timezone).localMs(cutMs) % DAY_MS === 0
  return isMidnight ? null : 'fewer than 3 local days up to it'
}

function lastDay({ steps, timezone }: ForecastSource): number {
  const [, endMs] = spanOf(steps)
  return Math.floor(localClock(timezone).localMs(endMs) / DAY_MS) * DAY_MS
}

function summarise(origins: readonly OriginScore[]): Backtest {
  const names = [...new Set(origins.flatMap(({ models }) => Object.keys(models)))]
  const rmse = names.map((name) => [name, spreadOf(origins.map(({ models }) => models[name].rmse))] as const)
  return { origins, rmse: Object.fromEntries(rmse) }
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, std: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 }
}
