/** Gives the middle of two values, or the lower one where rounding would reach the upper. */
export function between(low: number, high: number): number {
  const middle = (low + high) / 2
  return middle < high ? middle : low
}
