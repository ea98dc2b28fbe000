import { hashNext } from '../random.ts'

/** The different values of a list, ascending, and how often each stands there. */
export interface DistinctValues {
  readonly values: Float64Array
  readonly counts: Uint32Array
}

/** Entries of the hash table; up to half of them are filled. */
const TABLE_SIZE = 2 ** 17

/**
 * Finds the different values of a list, without sorting it where they are few.
 *
 * @param list  Without NaN; 0 and -0 are one value.
 */
export function distinctValues(list: Float64Array): DistinctValues {
  const keys = new Float64Array(TABLE_SIZE)
  const counts = new Uint32Array(TABLE_SIZE)
  const words = new Uint32Array(list.buffer, list.byteOffset, list.length * 2)
  let numDistinct = 0
  for (let index = 0; index < list.length; index++) {
    const entry = entryOf(list[index], hashNext(words[2 * index], words[2 * index + 1]), keys, counts)
    if (counts[entry]++ > 0) continue
    keys[entry] = list[index]
    if (++numDistinct > TABLE_SIZE / 2) return distinctSorted(list)
  }
  return sortEntries(keys, counts, numDistinct)
}

/** Gives the entry of a value, or the empty one that it would take. */
function entryOf(value: number, hash: number, keys: Float64Array, counts: Uint32Array): number {
  // 0 and -0 have different bits
  let entry = value === 0 ? 0 : hash & (TABLE_SIZE - 1)
  while (counts[entry] > 0 && keys[entry] !== value) entry = (entry + 1) & (TABLE_SIZE - 1)
  return entry
}

function sortEntries(keys: Float64Array, counts: Uint32Array, numDistinct: number): DistinctValues {
  const values = new Float64Array(numDistinct)
  let end = 0
  for (let entry = 0; entry < TABLE_SIZE; entry++) if (counts[entry] > 0) values[end++] = keys[entry]
  values.sort()
  const words = new Uint32Array(values.buffer)
  const countOf = (value: number, index: number) =>
    counts[entryOf(value, hashNext(words[2 * index], words[2 * index + 1]), keys, counts)]
  return { values, counts: Uint32Array.from(values, countOf) }
}

function distinctSorted(list: Float64Array): DistinctValues {
  const sorted = list.slice().sort()
  const counts = new Uint32Array(sorted.length)
  let last = -1
  for (let at = 0; at < sorted.length; at++) {
    if (last < 0 || sorted[at] !== sorted[last]) sorted[++last] = sorted[at]
    counts[last]++
  }
  return { values: sorted.subarray(0, last + 1), counts: counts.subarray(0, last + 1) }
}
