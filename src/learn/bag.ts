import { hashNext, hashPrefix } from '../random.ts'

/**
 * Draws how often each row is in the bag of a tree, from the Poisson distribution: sampling with replacement.
 *
 * @param rate  Mean of the distribution, in (0, 1].
 * @param rowIds  What each row draws by, together with the tree's seed, [numRows].
 * @param weights  Receives the counts, [numRows].
 */
export function drawPoisson(treeSeed: number, rate: number, rowIds: Uint32Array, weights: Uint8Array): void {
  const limits = poissonLimits(rate)
  const prefix = hashPrefix(treeSeed)
  for (let row = 0; row < rowIds.length; row++) weights[row] = countOf(limits, hashNext(prefix, rowIds[row]))
  fillIfEmpty(weights)
}

/** Draws whether each row is in the bag of a tree, each with probability `rate`: sampling without replacement. */
export function drawBernoulli(
  treeSeed: number,
  rate: number,
  rowIds: Uint32Array,
  weights: Uint8Array,
): void {
  const limit = rate * 2 ** 32
  const prefix = hashPrefix(treeSeed)
  for (let row = 0; row < rowIds.length; row++) weights[row] = hashNext(prefix, rowIds[row]) < limit ? 1 : 0
  fillIfEmpty(weights)
}

/** A tree needs a row: of a bag that came out empty it gets all. */
function fillIfEmpty(weights: Uint8Array): void {
  if (!weights.includes(1) && weights.every((weight) => weight === 0)) weights.fill(1)
}

/**
 * Gives the least draws of 32 bits that count once, twice, and so on: 2^32 times the cumulative Poisson probabilities,
 * until they reach 2^32 within a unit.
 */
export function poissonLimits(rate: number): number[] {
  const limits: number[] = []
  let probability = Math.exp(-rate)
  let cumulative = probability
  for (let count = 1; cumulative * 2 ** 32 < 2 ** 32 - 1; count++) {
    limits.push(Math.ceil(cumulative * 2 ** 32))
    probability *= rate / count
    cumulative += probability
  }
  return limits
}

/** Gives the number of limits that a draw reaches. */
function countOf(limits: readonly number[], drawn: number): number {
  let count = 0
  while (count < limits.length && drawn >= limits[count]) count++
  return count
}
