/**
 * Mixes 32 bits so that each input bit changes every output bit with probability near one half.
 *
 * Source: Chris Wellons, Prospecting for Hash Functions ("lowbias32"), 2018.
 */
export function mix32(value: number): number {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return (x ^ (x >>> 16)) >>> 0
}

/**
 * Gives a random 32-bit integer that depends on nothing but its keys.
 *
 * Trees, nodes and rows draw by key, not from a shared stream, so neither the order of the work nor the
 * number of threads changes what is drawn.
 *
 * @param keys  32-bit integers, for instance seed, tree, row; their order matters.
 * @returns An integer in [0, 2^32).
 */
export function hash32(...keys: readonly number[]): number {
  let state = 0x9e3779b9
  for (const key of keys) state = hashNext(beforeNext(state), key)
  return state
}

/** Gives what `hashNext` makes of keys that all begin alike: hashNext(hashPrefix(a, b), c) = hash32(a, b, c). */
export function hashPrefix(...keys: readonly number[]): number {
  return beforeNext(hash32(...keys))
}

/** Hashes one more key, in less time than all of them. */
export function hashNext(prefix: number, key: number): number {
  return mix32(prefix ^ key)
}

function beforeNext(state: number): number {
  return mix32(state + 0x6d2b79f5)
}

/** Draws numbers one after another; two streams of equal keys give equal numbers. */
export interface RandomStream {
  /** The next number, uniform in [0, 1), a multiple of 2^-32. */
  uniform(): number
  /** The next number of the standard normal distribution (Box and Muller, 1958). */
  normal(): number
}

/** Starts a stream of random numbers that depends on nothing but its keys. */
export function randomStream(...keys: readonly number[]): RandomStream {
  const seed = hash32(...keys)
  let index = 0
  const uniform = () => hash32(seed, index++) / 2 ** 32
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}
