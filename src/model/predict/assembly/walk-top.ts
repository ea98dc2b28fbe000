import { BLOCK_BITS } from './layout'

/**
 * Walks 16 rows at a time down the first five levels of a tree.
 *
 * All 31 splits are asked for all rows, and the answers of those on a row's path are picked: vectors cannot look up
 * one node a row, but a comparison of 16 bins costs as much as that of one.
 *
 * @param top  Two bytes a split, u8 column and i8 bin, [31]; the children of split i are 2i + 1 and 2i + 2.
 * @param bins  i8, column by column.
 * @param out  Receives which of the 32 ways each row went, u8.
 */
export function walkTop(top: usize, bins: usize, numRows: usize, out: usize): void {
  for (let row: usize = 0; row < numRows; row += 16) {
    const at = bins + row
    const first = exceeds(top, 0, at)
    const second = pick(first, exceeds(top, 1, at), exceeds(top, 2, at))
    const third = below2(top, 0, at, first, second)
    const fourth = below3(top, 0, at, first, second, third)
    const fifth = below4(top, 0, at, first, second, third, fourth)
    const upper = v128.or(v128.and(first, i8x16.splat(16)), v128.and(second, i8x16.splat(8)))
    const lower = v128.or(v128.and(third, i8x16.splat(4)), v128.and(fourth, i8x16.splat(2)))
    v128.store(out + row, v128.or(v128.or(upper, lower), v128.and(fifth, i8x16.splat(1))))
  }
}

/** Answers one split for 16 rows: all bits of a byte where the row goes right. */
function exceeds(top: usize, split: u32, bins: usize): v128 {
  const entry = top + ((<usize>split) << 1)
  const column = <usize>load<u8>(entry)
  return i8x16.gt_s(v128.load(bins + (column << BLOCK_BITS)), v128.load8_splat(entry, 1))
}

function pick(isRight: v128, left: v128, right: v128): v128 {
  return v128.bitselect(right, left, isRight)
}

/** Answers the split two levels below one, given the answers from that one down. */
function below2(top: usize, split: u32, at: usize, first: v128, second: v128): v128 {
  const left = 2 * split + 1
  const right = 2 * split + 2
  return pick(
    first,
    pick(second, exceeds(top, 2 * left + 1, at), exceeds(top, 2 * left + 2, at)),
    pick(second, exceeds(top, 2 * right + 1, at), exceeds(top, 2 * right + 2, at)),
  )
}

function below3(top: usize, split: u32, at: usize, first: v128, second: v128, third: v128): v128 {
  return pick(
    first,
    below2(top, 2 * split + 1, at, second, third),
    below2(top, 2 * split + 2, at, second, third),
  )
}

function below4(
  top: usize,
  split: u32,
  at: usize,
  first: v128,
  second: v128,
  third: v128,
  fourth: v128,
): v128 {
  return pick(
    first,
    below3(top, 2 * split + 1, at, second, third, fourth),
    below3(top, 2 * split + 2, at, second, third, fourth),
  )
}
