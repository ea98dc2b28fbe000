import { roundCoefficient } from './describe-number.ts'

/** More than these are not spelt out. */
const MOST_CONSTANTS = 6
const MOST_GROUPS = 20

/**
 * Says which constant holds for which values, for instance `c = 65 (highway_encoded 1, 3), 60 (highway_encoded 0)`.
 *
 * @param constants  By group; `null` for a group without one.
 */
export function describeConstants(
  constants: readonly (number | null)[],
  by: string,
  labelOf: (group: number) => string,
): string {
  const labelsByConstant = new Map<number, string[]>()
  let numGroups = 0
  constants.forEach((constant, group) => {
    if (constant === null) return
    numGroups++
    const rounded = roundCoefficient(constant)
    labelsByConstant.set(rounded, [...(labelsByConstant.get(rounded) ?? []), labelOf(group)])
  })
  if (labelsByConstant.size > MOST_CONSTANTS || numGroups > MOST_GROUPS) return `one c for each ${by}`
  const parts = [...labelsByConstant]
    .toSorted(([a], [b]) => b - a)
    .map(([constant, labels]) => `${constant} (${by} ${labels.toSorted(inNumbers).join(', ')})`)
  return `c = ${parts.join(', ')}`
}

function inNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
