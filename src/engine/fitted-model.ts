import type { RegressionMetrics } from '../metrics/regression.ts'
import type { RegressionModel } from '../model/regression-model.ts'

/** A model that an engine fitted, and how it did. */
export interface FittedModel {
  readonly model: RegressionModel
  /** On the test rows. */
  readonly metrics: RegressionMetrics
  /** On the rows that it learnt from. */
  readonly trainMetrics: RegressionMetrics
  readonly seconds: { readonly fit: number; readonly evaluate: number }
}
