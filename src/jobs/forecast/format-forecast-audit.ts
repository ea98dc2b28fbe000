import { formatLeak } from '../format-leak.ts'
import type { RunSummary } from '../summary.ts'

/** Puts in words whether the features of each horizon know its target; nothing where no horizon was audited. */
export function formatForecastAudit({ leaks, horizons = {} }: RunSummary['audit']): string[] {
  return Object.entries(horizons).flatMap(([name, { features, rows, sensors }]) => {
    const own = leaks.filter(({ horizon }) => horizon === name)
    const evidence = `${features} features by what they need, and the values of ${rows} rows of ${sensors} sensors`
    if (own.length === 0) return [`Audit ${name} ahead: CLEAN: ${evidence}`]
    return [
      `LEAK ${name} ahead: ${own.length} findings (${evidence}). Its scores do not say how well it forecasts.`,
      ...own.flatMap(formatLeak),
    ]
  })
}
