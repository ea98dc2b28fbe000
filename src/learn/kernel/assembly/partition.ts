import { moveRows, writeSides } from './move-rows'

/**
 * Moves rows to another buffer, those that go left from its front on, the others from its back.
 *
 * @param bundle  Byte of a row that holds the code of the feature that is asked, whose bins stand by code at `binOfCode`.
 * @param low  A row is in range where its bin is in [low, low + span].
 * @param outside  0: rows in range go left; 1: the others do.
 * @param sides  Room for 256 bytes.
 * @returns Where the left rows end in `out`.
 */
export function partition(
  rows: usize,
  end: usize,
  stride: usize,
  bundle: usize,
  binOfCode: usize,
  low: u32,
  span: u32,
  outside: u32,
  sides: usize,
  out: usize,
): usize {
  writeSides(binOfCode, low, span, outside, sides)
  return moveRows(rows, end, stride, bundle, sides, out, out + (end - rows) - stride)
}
