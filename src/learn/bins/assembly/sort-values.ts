/** Sorts values in place, by a heap: ascending, f64, up to `end`. */
export function sortValues(values: usize, end: usize): void {
  const count = (end - values) >> 3
  for (let parent = count >> 1; parent > 0; parent--) sink(values, parent - 1, count)
  for (let last = count; last > 1; last--) {
    const at = values + ((last - 1) << 3)
    const largest = load<f64>(values)
    store<f64>(values, load<f64>(at))
    store<f64>(at, largest)
    sink(values, 0, last - 1)
  }
}

/** Brings a value down to where none below it in the heap is larger. */
function sink(values: usize, from: usize, count: usize): void {
  const value = load<f64>(values + (from << 3))
  let parent = from
  while (true) {
    let child: usize = (parent << 1) + 1
    if (child >= count) break
    let larger = load<f64>(values + (child << 3))
    if (child + 1 < count) {
      const other = load<f64>(values + (child << 3), 8)
      if (other > larger) {
        larger = other
        child++
      }
    }
    if (value >= larger) break
    store<f64>(values + (parent << 3), larger)
    parent = child
  }
  store<f64>(values + (parent << 3), value)
}

/** Gives the largest of at least one value, f64, up to `end`. */
export function largestOf(values: usize, end: usize): f64 {
  let largest = load<f64>(values)
  for (let at = values + 8; at < end; at += 8) largest = max(largest, load<f64>(at))
  return largest
}
