import { countOf, pack, sumOf } from './packed'
import { copyRow, TAIL_BYTES } from './row'

/**
 * Copies the rows in a bag, each with its target times its weight beside its bins.
 *
 * @param rows  Rows of bins, [numRows, stride]; what stands in the last 8 bytes of each is not read.
 * @param target  i32, [numRows].
 * @param weights  u8, [numRows]; 0 leaves a row out.
 * @param out  Receives the rows; one row more than the bag has is written.
 * @param result  Receives number of rows and sum of the targets, with multiplicity, as f64.
 * @returns Where the rows in `out` end.
 */
export function takeBag(
  rows: usize,
  numRows: usize,
  stride: usize,
  target: usize,
  weights: usize,
  out: usize,
  result: usize,
): usize {
  let total: i64 = 0
  for (let row: usize = 0; row < numRows; row++, rows += stride) {
    const weight = <i64>load<u8>(weights + row)
    const packed = pack(<i64>load<i32>(target + (row << 2)), weight)
    copyRow(rows, out, stride)
    store<i64>(out + stride - TAIL_BYTES, packed)
    total += packed
    out += weight === 0 ? 0 : stride
  }
  store<f64>(result, countOf(total))
  store<f64>(result, sumOf(total), 8)
  return out
}
