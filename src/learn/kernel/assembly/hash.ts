/** State before any key. */
const START: u32 = 0x9e3779b9
const STEP: u32 = 0x6d2b79f5

/** Mixes 32 bits; mix32 in random.ts. */
export function mix(value: u32): u32 {
  let x = value
  x = (x ^ (x >> 16)) * 0x7feb352d
  x = (x ^ (x >> 15)) * 0x846ca68b
  return x ^ (x >> 16)
}

/** Gives what the hash of one more key begins with, of a key that is the first; hashPrefix in random.ts. */
export function prefixOf(key: u32): u32 {
  return mix(mix(mix(START + STEP) ^ key) + STEP)
}
