import type { SliceMetrics } from '../metrics/slice-metrics.ts'

/** Sensors that a list of the worst names. */
const NUM_WORST = 10

/** Gives the ten of the largest rmse, that first; of equal ones the first name. */
export function worstSlices(metrics: readonly SliceMetrics[]): readonly SliceMetrics[] {
  return metrics.toSorted((a, b) => b.rmse - a.rmse).slice(0, NUM_WORST)
}
