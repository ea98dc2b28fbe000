import { hashNext } from '../random.ts'

/** Entries of the hash table; values beyond half of them would make it slow. */
const TABLE_SIZE = 1024
const MAX_VALUES = TABLE_SIZE / 2

/**
 * Finds the different values of a list where they are few.
 *
 * @param list  Without NaN; 0 and -0 are one value.
 * @param limit  At most 512.
 * @returns The values, ascending, or `null` where there are more than the limit.
 */
export function distinctValues(list: Float64Array, limit: number): Float64Array | null {
  const most = Math.min(limit, MAX_VALUES)
  const keys = new Float64Array(TABLE_SIZE)
  const isTaken = new Uint8Array(TABLE_SIZE)
  const words = new Uint32Array(list.buffer, list.byteOffset, list.length * 2)
  let numDistinct = 0
  for (let index = 0; index < list.length; index++) {
    const value = list[index]
    // 0 and -0 have different bits
    let entry = value === 0 ? 0 : hashNext(words[2 * index], words[2 * index + 1]) & (TABLE_SIZE - 1)
    while (isTaken[entry] === 1 && keys[entry] !== value) entry = (entry + 1) & (TABLE_SIZE - 1)
    if (isTaken[entry] === 1) continue
    if (++numDistinct > most) return null
    isTaken[entry] = 1
    keys[entry] = value
  }
  return keys.filter((_, entry) => isTaken[entry] === 1).sort()
}
