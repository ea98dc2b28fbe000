/** Squares are summed as squares of a high and a low part of so many bits, so that every sum stays exact. */
export const LOW_BITS = 15

/** Joins the exact sums of high x high, high x low and low x low parts, rounded once. */
export function joinSquares(high: number, cross: number, low: number): number {
  return Number(
    (BigInt(high) << BigInt(2 * LOW_BITS)) + (BigInt(cross) << BigInt(LOW_BITS + 1)) + BigInt(low),
  )
}
