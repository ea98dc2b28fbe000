import type { Category } from './category.ts'

/** Says whether values are the same on all rows of a group, so that the group gives them; null goes with null. */
export function isMadeOf(values: Float64Array, { codes, numGroups }: Category): boolean {
  const byGroup = new Float64Array(numGroups)
  const isKnown = new Uint8Array(numGroups)
  for (let row = 0; row < values.length; row++) {
    const group = codes[row]
    if (group < 0) continue
    if (isKnown[group] === 0) {
      byGroup[group] = values[row]
      isKnown[group] = 1
    } else if (!Object.is(byGroup[group], values[row]) && Math.abs(byGroup[group] - values[row]) > 1e-12)
      return false
  }
  return true
}
