import type { RegressionMetrics } from '../metrics/regression.ts'
import type { Target } from './targets.ts'

/** A target, what was reached, and whether that meets it. */
export interface Gate extends Target {
  readonly actual: number
  readonly pass: boolean
}

/**
 * Holds a model against its targets.
 *
 * @param metrics  On the test rows.
 * @param importance  Of traffic_efficiency, 0 for a model that has none.
 */
export function judgeModel(
  targets: readonly Target[],
  metrics: RegressionMetrics,
  importance: number,
): Gate[] {
  const actuals: Record<string, number> = { ...metrics, importance }
  return targets.map((target) => {
    const actual = actuals[target.metric]
    return { ...target, actual, pass: isMet(target, actual) }
  })
}

function isMet({ op, target }: Target, actual: number): boolean {
  if (op === '>') return actual > target
  if (op === '>=') return actual >= target
  return op === '<' ? actual < target : actual <= target
}
