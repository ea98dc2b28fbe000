import { copyRow, TAIL_BYTES } from './row'

/** Bytes before the tail that hold what a row draws by (u32). */
const ID_BYTES: usize = 4

/**
 * Moves the rows that a tree draws to the front of another buffer, the others to its back.
 *
 * @param prefix  What the hash of a row's id begins with (hashNext in random.ts, which this repeats).
 * @param limit  A row is drawn where its hash is below.
 * @returns Where the drawn rows end in `out`.
 */
export function drawRows(rows: usize, end: usize, stride: usize, prefix: u32, limit: f64, out: usize): usize {
  let front = out
  let back = out + (end - rows) - stride
  for (let row = rows; row < end; row += stride) {
    const id = load<u32>(row + stride - TAIL_BYTES - ID_BYTES)
    const isDrawn = <usize>(<f64>mix(prefix ^ id) < limit)
    copyRow(row, back + ((front - back) & (0 - isDrawn)), stride)
    front += stride & (0 - isDrawn)
    back -= stride & (isDrawn - 1)
  }
  return front
}

/** Mixes 32 bits; mix32 in random.ts. */
function mix(value: u32): u32 {
  let x = value
  x = (x ^ (x >> 16)) * 0x7feb352d
  x = (x ^ (x >> 15)) * 0x846ca68b
  return x ^ (x >> 16)
}
