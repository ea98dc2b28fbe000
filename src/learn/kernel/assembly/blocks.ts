import { addToHistogram } from './histogram'
import { moveRows, writeSides } from './move-rows'

/** Rows that a thread takes at a time; few enough to stay in the first cache between two passes over them. */
const BLOCK_ROWS: usize = 512

/** Bytes from the first cursor of a node to those of where the next left and the next right row goes. */
const FRONT: usize = 4
const BACK: usize = 8

/**
 * Adds rows of boosting to a histogram of this thread's own, block by block, until all threads have taken all.
 *
 * @param cursor  Bytes of the rows taken so far, u32; 0 at first.
 */
export function addBlocks(
  rows: usize,
  end: usize,
  stride: usize,
  numBundles: usize,
  histogram: usize,
  center: f64,
  scale: f64,
  cursor: usize,
): void {
  const step = BLOCK_ROWS * stride
  for (;;) {
    const from = rows + <usize>atomic.add<u32>(cursor, <u32>step)
    if (from >= end) return
    addToHistogram<f64>(from, min(from + step, end), stride, numBundles, histogram, 1, center, scale)
  }
}

/**
 * Moves rows to another buffer as partition does, block by block, until all threads have taken all; in what order, is
 * left to chance.
 *
 * @param cursors  Bytes of the rows taken, moved left and moved right so far, u32; 0 at first.
 */
export function partitionBlocks(
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
  cursors: usize,
): void {
  const step = BLOCK_ROWS * stride
  const outEnd = out + (end - rows)
  writeSides(binOfCode, low, span, outside, sides)
  for (;;) {
    const from = rows + <usize>atomic.add<u32>(cursors, <u32>step)
    if (from >= end) return
    const to = min(from + step, end)
    const left = leftBytes(from, to, stride, bundle, sides)
    const right = to - from - left
    const front = out + <usize>atomic.add<u32>(cursors, <u32>left, FRONT)
    const back = outEnd - <usize>atomic.add<u32>(cursors, <u32>right, BACK) - stride
    moveRows(from, to, stride, bundle, sides, front, back)
  }
}

function leftBytes(from: usize, to: usize, stride: usize, bundle: usize, sides: usize): usize {
  let bytes: usize = 0
  for (let row = from; row < to; row += stride) {
    bytes += stride & <usize>load<i8>(sides + <usize>load<u8>(row + bundle))
  }
  return bytes
}
