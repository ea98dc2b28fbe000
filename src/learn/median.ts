/**
 * Gives the median of some numbers, of an even count the mean of the middle two; 0 of none.
 *
 * @param values  No NaN; their order is changed.
 *
 * Source: Hoare, Algorithm 65: Find, 1961. Cost: O(n) on average.
 */
export function medianOf(values: Float64Array): number {
  const numValues = values.length
  if (numValues === 0) return 0
  const middle = numValues >> 1
  const upper = select(values, middle)
  if (numValues % 2 === 1) return upper
  let lower = values[0]
  for (let at = 1; at < middle; at++) if (values[at] > lower) lower = values[at]
  return (lower + upper) / 2
}

/** Gives the value that stands at a place once the values are sorted; before it come none that are larger. */
function select(values: Float64Array, place: number): number {
  let left = 0
  let right = values.length - 1
  while (left < right) {
    const pivot = values[(left + right) >> 1]
    let low = left
    let high = right
    while (low <= high) {
      while (values[low] < pivot) low++
      while (values[high] > pivot) high--
      if (low > high) break
      const value = values[low]
      values[low++] = values[high]
      values[high--] = value
    }
    if (place <= high) right = high
    else if (place >= low) left = low
    else return values[place]
  }
  return values[place]
}
