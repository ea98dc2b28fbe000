import { hash32 } from '../random.ts'

/**
 * Draws how often each row is in the bag of a tree, from the Poisson distribution: sampling with replacement.
 *
 * @param rate  Mean of the distribution, in (0, 1].
 * @param rowIds  What each row draws by, together with the tree's seed, [numRows].
 * @param weights  Receives the counts, [numRows].
 */
export function drawPoisson(treeSeed: number, rate: number, rowIds: Uint32Array, weights: Uint8Array): void {
  const limits = poissonLimits(rate)
  for (let row = 0; row < rowIds.length; row++) {
    const drawn = hash32(treeSeed, rowIds[row])
    let count = 0
    while (count < limits.length && drawn >= limits[count]) count++
    weights[row] = count
  }
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
  for (let row = 0; row < rowIds.length; row++) weights[row] = hash32(treeSeed, rowIds[row]) < limit ? 1 : 0
  fillIfEmpty(weights)
}

/** A tree needs a row: of a bag that came out empty it gets all. */
function fillIfEmpty(weights: Uint8Array): void {
  if (!weights.includes(1) && weights.every((weight) => weight === 0)) weights.fill(1)
}

/** Gives 2^32 times the cumulative Poisson probabilities, until they reach 2^32 within a unit. */
function poissonLimits(rate: number): number[] {
  const limits: number[] = []
  let probability = Math.exp(-rate)
  let cumulative = probability
  for (let count = 1; cumulative * 2 ** 32 < 2 ** 32 - 1; count++) {
    limits.push(cumulative * 2 ** 32)
    probability *= rate / count
    cumulative += probability
  }
  return limits
}
