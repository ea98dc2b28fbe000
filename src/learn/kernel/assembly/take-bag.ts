import { countOf, pack, sumOf } from './packed'
import { BAG, begin, REST } from './phases'
import { copyRow, storeBagged, TAIL_BYTES } from './row'
import { result, stride } from './settings'

/**
 * Copies the rows in a bag, each with its weight and target behind its codes.
 *
 * @param rows  Rows of codes, [numRows, stride]; what stands in the last 5 bytes of each is not read.
 * @param target  i32, [numRows].
 * @param weights  u8, [numRows]; 0 leaves a row out.
 * @param out  Receives the rows; one row more than the bag has is written.
 * @returns Where the rows in `out` end; the result receives number of rows and sum of the targets, with multiplicity, as f64.
 */
export function takeBag(rows: usize, numRows: usize, target: usize, weights: usize, out: usize): usize {
  begin(BAG, 0)
  const size = stride
  let total: i64 = 0
  for (let row: usize = 0; row < numRows; row++, rows += size) {
    const weight = load<u8>(weights + row)
    const value = load<i32>(target + (row << 2))
    copyRow(rows, out, size)
    storeBagged(out + size - TAIL_BYTES, value, weight)
    total += pack(<i64>value, <i64>weight)
    out += weight === 0 ? 0 : size
  }
  store<f64>(result, countOf(total))
  store<f64>(result, sumOf(total), 8)
  begin(REST, 0)
  return out
}
