/**
 * Gives the cells of two values of an even grid, i32: (value - low) * scale, between 0 and the last.
 *
 * The cell never falls as the value rises, in rounded numbers too; what is not a number, as of a range without end, is in
 * the first. Two at a time, as the least and the largest of single numbers take far longer.
 *
 * @param values  f64x2, as are all others.
 */
export function cellsOf(values: v128, low: v128, scale: v128, last: v128): v128 {
  const cells = f64x2.mul(f64x2.sub(values, low), scale)
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.pmin(last, f64x2.pmax(f64x2.splat(0), cells)))
}

/** Gives the cell of the first of two values. */
export function firstOf(cells: v128): usize {
  return <usize>(<u32>i32x4.extract_lane(cells, 0))
}

/** Gives the cell of the second. */
export function secondOf(cells: v128): usize {
  return <usize>(<u32>i32x4.extract_lane(cells, 1))
}
