import { hashPrefix } from '../random.ts'
import { dealAgain } from './deal-again.ts'
import { rowNumbers } from './row-numbers.ts'

/** Rows in the order of a key, and where runs of equal keys begin. */
export interface Arrangement {
  /** Rows by key, [numRows]. */
  readonly order: Uint32Array
  /** Place of the first row of each run, and after the last one the number of rows. */
  readonly starts: Uint32Array
}

/** Arranges rows by a key. */
export function arrange(rows: Uint32Array, keys: Float64Array): Arrangement {
  const order = rows.toSorted((a, b) => keys[a] - keys[b])
  const isStart = (at: number) => at === 0 || keys[order[at]] !== keys[order[at - 1]]
  const starts = rowNumbers(order.length).filter(isStart)
  return { order, starts: Uint32Array.of(...starts, order.length) }
}

/**
 * Gives the share of the variance of values that the order of their rows explains, whatever the function: 1 less the
 * mean square of what a value differs from its neighbours, over twice the variance.
 *
 * Rows of equal keys have no order; they are compared with their mean.
 *
 * @param values  In the order of the arrangement, [numRows].
 *
 * Source: von Neumann, Distribution of the Ratio of the Mean Square Successive Difference to the Variance, 1941.
 */
export function explainedShare({ starts }: Arrangement, values: Float64Array): number {
  const count = values.length
  const { sum, squares } = momentsOf(values, 0, count)
  const spread = squares - sum ** 2 / count
  let unexplained = 0
  for (let run = 0; run + 1 < starts.length; run++) {
    const start = starts[run]
    const size = starts[run + 1] - start
    if (size > 1) {
      const own = momentsOf(values, start, start + size)
      unexplained += ((own.squares - own.sum ** 2 / size) * size) / (size - 1)
      continue
    }
    const before = start > 0 ? (values[start] - values[start - 1]) ** 2 : Number.NaN
    const after = start + 1 < count ? (values[start] - values[start + 1]) ** 2 : Number.NaN
    unexplained += (Number.isNaN(before) ? after : Number.isNaN(after) ? before : (before + after) / 2) / 2
  }
  return spread > 0 ? 1 - unexplained / spread : 0
}

/** Gives the largest share that the order explains when the values are dealt to the rows by chance. */
export function explainedByChance(
  arrangement: Arrangement,
  values: Float64Array,
  { seed, numTrials }: { readonly seed: number; readonly numTrials: number },
): number {
  let largest = Number.NEGATIVE_INFINITY
  const dealt = values.slice()
  for (let trial = 0; trial < numTrials; trial++) {
    dealAgain(dealt, hashPrefix(seed, trial))
    largest = Math.max(largest, explainedShare(arrangement, dealt))
  }
  return largest
}

function momentsOf(values: Float64Array, start: number, end: number): { sum: number; squares: number } {
  let sum = 0
  let squares = 0
  for (let at = start; at < end; at++) {
    sum += values[at]
    squares += values[at] ** 2
  }
  return { sum, squares }
}
