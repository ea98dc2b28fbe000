/** What was asked of a model. */
export interface Target {
  readonly name: string
  /** Key of the metrics, or `importance` for the importance of traffic_efficiency. */
  readonly metric: string
  readonly op: '>' | '>=' | '<' | '<='
  readonly target: number
}

/** What was asked of the nowcast, by model. */
export const nowcastTargets = {
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
} as const
