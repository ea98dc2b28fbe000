import type { RegressionMetrics } from '../metrics/regression.ts'
import type { ModelName } from './presets.ts'

/** A target, what was reached, and whether that meets it. */
export interface Gate {
  readonly name: string
  /** Key of the metrics, or `importance` for the importance of traffic_efficiency. */
  readonly metric: string
  readonly op: '>' | '>=' | '<' | '<='
  readonly target: number
  readonly actual: number
  readonly pass: boolean
}

type Target = Pick<Gate, 'name' | 'metric' | 'op' | 'target'>

const targets: Readonly<Record<ModelName, readonly Target[]>> = {
  linear_regression: [
    { name: 'r2', metric: 'r2', op: '>', target: 0.9 },
    { name: 'rmse', metric: 'rmse', op: '<', target: 5 },
    { name: 'mae', metric: 'mae', op: '<', target: 3 },
  ],
  random_forest: [
    { name: 'r2', metric: 'r2', op: '>=', target: 0.9996 },
    { name: 'rmse', metric: 'rmse', op: '<=', target: 0.752 },
    { name: 'mae', metric: 'mae', op: '<=', target: 0.289 },
    { name: 'importance_low', metric: 'importance', op: '>=', target: 0.75 },
    { name: 'importance_high', metric: 'importance', op: '<=', target: 0.85 },
  ],
  gradient_boosted_trees: [
    { name: 'r2', metric: 'r2', op: '>=', target: 0.9992 },
    { name: 'rmse', metric: 'rmse', op: '<=', target: 1.061 },
  ],
}

/**
 * Holds a model against every target that was asked for.
 *
 * @param metrics  On the test rows.
 * @param importance  Of traffic_efficiency, 0 for a model that has none.
 */
export function judgeModel(model: ModelName, metrics: RegressionMetrics, importance: number): Gate[] {
  const actuals: Record<string, number> = { ...metrics, importance }
  return targets[model].map((target) => {
    const actual = actuals[target.metric]
    return { ...target, actual, pass: isMet(target, actual) }
  })
}

function isMet({ op, target }: Target, actual: number): boolean {
  if (op === '>') return actual > target
  if (op === '>=') return actual >= target
  return op === '<' ? actual < target : actual <= target
}
