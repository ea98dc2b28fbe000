import { thin } from './thin.ts'

/** Steps of rounding that are looked for, coarse to fine. */
const DECIMALS = [0, 1, 2, 3, 4, 5, 6]
/** Values that a judgement rests on. */
const NUM_LOOKED_AT = 2000
/** Coarser than this share of the spread, values are whole numbers of something, and nobody has rounded them. */
const COUNTED = 0.02

/**
 * Gives how finely a column's values are written: 0.01 for 3.14, 2.72; 0 where they are not rounded, or where the step
 * is so coarse that they are counts or codes.
 *
 * @param spread  Standard deviation of the values.
 */
export function resolutionOf(values: Float64Array, rows: Uint32Array, spread: number): number {
  const looked = thin(rows, NUM_LOOKED_AT).filter((row) => !Number.isNaN(values[row]))
  const decimals = DECIMALS.find((digits) => {
    const factor = 10 ** digits
    return looked.every((row) => {
      const scaled = values[row] * factor
      return Math.abs(scaled - Math.round(scaled)) <= 1e-9 * Math.max(1, Math.abs(scaled))
    })
  })
  if (decimals === undefined || looked.length === 0) return 0
  const step = 10 ** -decimals
  return step <= COUNTED * spread ? step : 0
}
