import { arrange, explainedByChance, explainedShare } from './explain.ts'
import type { NumberView } from './number-view.ts'
import { withoutPast } from './predict-past.ts'
import type { Probe } from './probe.ts'

/** How much of the target a column says on its own, by any function. */
export interface ColumnMeasure {
  readonly view: NumberView
  /** Share of the target's variance. */
  readonly r2: number
  /** Share that what is new in the column has of what is new in the target. */
  readonly r2BeyondPast: number
  /** The largest that share came to when the target's news were dealt to the rows by chance. */
  readonly r2ByChance: number
}

const NUM_TRIALS = 20
const LEAST_ROWS = 30

/** Measures each column alone. A column with fewer than 30 values on the sample has shares of 0. */
export function measureColumns(probe: Probe, views: readonly NumberView[]): ColumnMeasure[] {
  return views.map((view, index) => measureColumn(probe, view, probe.seed + index))
}

function measureColumn(probe: Probe, view: NumberView, seed: number): ColumnMeasure {
  const { values, surprises, spread, surpriseSpread } = probe
  const rows = probe.sample.filter((row) => Number.isFinite(view.values[row]))
  if (rows.length < LEAST_ROWS) return { view, r2: 0, r2BeyondPast: 0, r2ByChance: 0 }
  const news = withoutPast(view.values, probe.past, rows)
  const byValue = arrange(rows, view.values)
  const byNews = arrange(rows, news)
  const targets = centred(values, byValue.order)
  const surprising = Float64Array.from(byNews.order, (row) => surprises[row])
  const r2 = explainedShare(byValue, targets)
  // what follows the target on a curve has news of all sizes; then the rest of the target itself tells
  const rest = surpriseSpread > 0 ? 1 - (1 - r2) * (spread / surpriseSpread) ** 2 : 0
  return {
    view,
    r2,
    r2BeyondPast: Math.max(explainedShare(byNews, surprising), rest),
    r2ByChance: explainedByChance(byNews, surprising, { seed, numTrials: NUM_TRIALS }),
  }
}

/** Gives values less the first of them, in the order of the rows: their squares are exacter. */
function centred(values: Float64Array, order: Uint32Array): Float64Array {
  return Float64Array.from(order, (row) => values[row] - values[order[0]])
}
