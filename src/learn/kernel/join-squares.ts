/** Squares are summed as squares of a high and a low part of so many bits, so that every sum stays exact. */
export const LOW_BITS = 15

/** Joins the exact sums of high x high, high x low and low x low parts. */
export function joinSquares(high: number, cross: number, low: number): number {
  return high * 2 ** (2 * LOW_BITS) + cross * 2 ** (LOW_BITS + 1) + low
}
