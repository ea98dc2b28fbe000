import { copyRow } from './row'

/**
 * Moves rows to another buffer, those that go left from its front on, the others from its back.
 *
 * Both addresses of the next row are computed and one is chosen, as a branch would be guessed wrongly.
 *
 * @param feature  Index of the feature that is asked.
 * @param low  A row is in range where its bin is in [low, low + span].
 * @param outside  0: rows in range go left; 1: the others do.
 * @returns Where the left rows end in `out`.
 */
export function partition(
  rows: usize,
  end: usize,
  stride: usize,
  feature: usize,
  low: u32,
  span: u32,
  outside: usize,
  out: usize,
): usize {
  let front = out
  let back = out + (end - rows) - stride
  for (let row = rows; row < end; row += stride) {
    const isLeft = <usize>(<u32>load<u8>(row + feature) - low <= span) ^ outside
    copyRow(row, back + ((front - back) & (0 - isLeft)), stride)
    front += stride & (0 - isLeft)
    back -= stride & (isLeft - 1)
  }
  return front
}
