import { mix } from './hash'
import { BAG, begin, REST } from './phases'
import { copyRow, TAIL_BYTES } from './row'
import { stride } from './settings'

/** Bytes before the tail that hold what a row draws by (u32). */
const ID_BYTES: usize = 4

/**
 * Moves the rows that a tree draws to the front of another buffer, the others to its back.
 *
 * @param prefix  What the hash of a row's id begins with (hashNext in random.ts, which this repeats).
 * @param limit  A row is drawn where its hash is below.
 * @returns Where the drawn rows end in `out`.
 */
export function drawRows(rows: usize, end: usize, prefix: u32, limit: f64, out: usize): usize {
  const size = stride
  begin(BAG, (end - rows) / size)
  let front = out
  let back = out + (end - rows) - size
  for (let row = rows; row < end; row += size) {
    const id = load<u32>(row + size - TAIL_BYTES - ID_BYTES)
    const isDrawn = <usize>(<f64>mix(prefix ^ id) < limit)
    copyRow(row, back + ((front - back) & (0 - isDrawn)), size)
    front += size & (0 - isDrawn)
    back -= size & (isDrawn - 1)
  }
  begin(REST, 0)
  return front
}
