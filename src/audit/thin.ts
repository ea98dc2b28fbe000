/** Gives at most `count` of the rows, spread evenly over them, in their order. */
export function thin(rows: Uint32Array, count: number): Uint32Array {
  if (rows.length <= count) return rows
  return Uint32Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)])
}
