/**
 * Takes a number from each value of a column, in place; gives the sum of what is left.
 *
 * @param end  Behind the last of an even number of f64.
 */
export function centerColumn(column: usize, end: usize, center: f64): f64 {
  const taken = f64x2.splat(center)
  let sum = f64x2.splat(0)
  for (let at = column; at < end; at += 16) {
    const left = f64x2.sub(v128.load(at), taken)
    v128.store(at, left)
    sum = f64x2.add(sum, left)
  }
  return sumOfLanes(sum)
}

/** Gives the sum of both lanes. */
export function sumOfLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1)
}
