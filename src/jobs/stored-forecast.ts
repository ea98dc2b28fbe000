import { z } from 'zod'
import { titleOf } from './log-training.ts'

const metricsSchema = z.object({ r2: z.number(), rmse: z.number(), mae: z.number() })

/** What a version says of how well the data of its training can be forecast. */
export const storedForecastSchema = z.object({
  horizons: z.record(
    z.string(),
    z.object({
      models: z.record(z.string(), z.object({ metrics: metricsSchema })),
      skill: z.record(z.string(), z.number()),
    }),
  ),
  /** Why there is no horizon. */
  reason: z.string().optional(),
})

/** What a version says of how well the data of its training can be forecast. */
export type StoredForecast = z.infer<typeof storedForecastSchema>

/** Puts a stored forecast in words, one line a model of a horizon, or says why there is none. */
export function formatStoredForecast(stored: StoredForecast | null): string[] {
  if (stored === null) return ['Forecast: the version does not say how well its data can be forecast']
  const { horizons, reason } = stored
  const lines = Object.entries(horizons).flatMap(([horizon, { models, skill }]) =>
    Object.entries(models).map(([model, { metrics }]) => {
      const { r2, rmse, mae } = metrics
      const figures = `R² ${r2.toFixed(4)}  RMSE ${rmse.toFixed(3)}  MAE ${mae.toFixed(3)} mph`
      const gain = skill[model] ?? 0
      const beside = `${(100 * Math.abs(gain)).toFixed(1)} % ${gain > 0 ? 'under' : 'over'} the best baseline`
      return `Forecast ${horizon} ahead, measured in training: ${titleOf(model)} ${figures}, ${beside}`
    }),
  )
  return lines.length > 0 ? lines : [`Forecast: none: ${reason ?? 'no horizon was asked for'}`]
}
