import type { Leak } from '../traffic/leaks.ts'

/** Puts a leak in words: its formula, and on how many rows it holds. */
export function formatLeak({ formula, share, max_error: maxError, why }: Leak): string[] {
  const error = maxError === null ? '' : `, error at most ${maxError.toExponential(1)} mph`
  return [`  ${formula}`, `    holds on ${(100 * share).toFixed(1)} % of the rows${error}; ${why}`]
}
