/** Gives the largest difference of two lists; infinite where their lengths differ. */
export function absoluteDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return largest(actual, expected, () => 1)
}

/** Gives the largest difference of two lists as a share of what is expected; 0 must be 0. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  return largest(actual, expected, Math.abs)
}

function largest(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  unitOf: (value: number) => number,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  const differences = Array.from(expected, (value, at) => {
    const difference = Math.abs(actual[at] - value)
    return difference === 0 ? 0 : difference / unitOf(value)
  })
  return Math.max(0, ...differences)
}
