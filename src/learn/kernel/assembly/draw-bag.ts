import { BAG, begin, REST } from './phases'

/**
 * Draws how often each row is in a bag: as often as its hash reaches one of the limits (drawPoisson in bag.ts).
 *
 * Rows are drawn sixteen at a time, so up to fifteen ids behind the last are read, and counts written.
 *
 * @param ids  What rows draw by, u32, [numRows].
 * @param prefix  What the hash of an id begins with (hashNext in random.ts, which this repeats).
 * @param limits  u32, [numLimits].
 * @param weights  Receives the counts, u8, [numRows].
 */
export function drawBag(
  ids: usize,
  numRows: usize,
  prefix: u32,
  limits: usize,
  numLimits: usize,
  weights: usize,
): void {
  begin(BAG, numRows)
  const before = i32x4.splat(prefix)
  for (let row: usize = 0; row < numRows; row += 16) {
    const at = ids + (row << 2)
    const a = mix4(v128.xor(v128.load(at), before))
    const b = mix4(v128.xor(v128.load(at, 16), before))
    const c = mix4(v128.xor(v128.load(at, 32), before))
    const d = mix4(v128.xor(v128.load(at, 48), before))
    let countA = i32x4.splat(0)
    let countB = countA
    let countC = countA
    let countD = countA
    for (let limit = limits; limit < limits + (numLimits << 2); limit += 4) {
      const least = v128.load32_splat(limit)
      // a comparison that holds is -1
      countA = i32x4.sub(countA, i32x4.ge_u(a, least))
      countB = i32x4.sub(countB, i32x4.ge_u(b, least))
      countC = i32x4.sub(countC, i32x4.ge_u(c, least))
      countD = i32x4.sub(countD, i32x4.ge_u(d, least))
    }
    const first = i16x8.narrow_i32x4_s(countA, countB)
    const second = i16x8.narrow_i32x4_s(countC, countD)
    v128.store(weights + row, i8x16.narrow_i16x8_u(first, second))
  }
  begin(REST, 0)
}

/** Mixes 32 bits of each lane; mix32 in random.ts. */
function mix4(value: v128): v128 {
  let x = v128.xor(value, i32x4.shr_u(value, 16))
  x = i32x4.mul(x, i32x4.splat(0x7feb352d))
  x = v128.xor(x, i32x4.shr_u(x, 15))
  x = i32x4.mul(x, i32x4.splat(0x846ca68b))
  return v128.xor(x, i32x4.shr_u(x, 16))
}
