/** Bytes at the end of a row that hold its packed target and weight. */
export const PACKED_BYTES: usize = 8

/** Copies one row; a stride is a multiple of 16. */
export function copyRow(from: usize, to: usize, stride: usize): void {
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, 16), 16)
  for (let at: usize = 32; at < stride; at += 16) v128.store(to + at, v128.load(from + at))
}
