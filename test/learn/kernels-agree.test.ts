import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Binning } from '../../src/learn/bins.ts'
import { growTree } from '../../src/learn/grow-tree.ts'
import { makeKernel } from '../../src/learn/kernel/make-kernel.ts'
import { ReferenceKernel } from '../../src/learn/kernel/reference-kernel.ts'
import { randomStream } from '../../src/random.ts'
import { binnedRows, group, numeric } from './binned-rows.ts'

/** Features of many kinds: numeric ones of up to 256 bins, and every third a one-hot group. */
function binningOf(numFeatures: number, maxBins: number): Binning {
  let slot = 0
  return Array.from({ length: numFeatures }, (_, index) => {
    const cut = index % 3 === 2 ? group(slot, 1 + (index % 7)) : numeric(slot, 1 + ((maxBins + index) % 256))
    slot += cut.kind === 'one-hot' ? cut.numSlots : 1
    return cut
  })
}

/** Rows whose target depends on two features, with noise; a bag of weights 0 to 4. */
function generate(binning: Binning, numRows: number, targetBits: number, seed: number) {
  const random = randomStream(seed)
  const bins = Array.from({ length: numRows }, () =>
    binning.map(({ numBins }) => Math.floor(random.uniform() ** 2 * numBins)),
  )
  const most = 2 ** targetBits
  const target = Int32Array.from(bins, (row) => {
    const share = (row[0] / binning[0].numBins + random.uniform()) / 2
    return Math.floor((2 * share - 1) * most)
  })
  const weights = Uint8Array.from(bins, () => Math.max(0, Math.floor(random.uniform() * 7) - 2))
  weights[0] = 1
  return { rows: binnedRows(binning, bins), target, weights }
}

const shapes = fc.record({
  numFeatures: fc.integer({ min: 1, max: 45 }),
  maxBins: fc.integer({ min: 1, max: 256 }),
  numRows: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 100, max: 2000 })),
  targetBits: fc.integer({ min: 0, max: 27 }),
  maxDepth: fc.integer({ min: 0, max: 9 }),
  minInstancesPerNode: fc.integer({ min: 1, max: 9 }),
  minGain: fc.constantFrom(0, 0, 10),
  drawnShare: fc.constantFrom(0.2, 0.5, 1),
  seed: fc.nat(1e6),
})

describe('the compiled kernel', () => {
  it('grows the trees of the reference, tree after tree, and finds the same leaves', () => {
    fc.assert(
      fc.property(shapes, ({ numFeatures, maxBins, numRows, targetBits, drawnShare, seed, ...limits }) => {
        const binning = binningOf(numFeatures, maxBins)
        const { rows, target, weights } = generate(binning, numRows, targetBits, seed)
        expect(rows.memory).not.toBeNull()
        const [compiled, reference] = [makeKernel(rows), new ReferenceKernel(rows)]
        const numSlots = binning.reduce((sum, cut) => sum + (cut.kind === 'one-hot' ? cut.numSlots : 1), 0)
        const numDrawn = Math.ceil(drawnShare * numSlots)
        for (const bag of [weights, new Uint8Array(numRows).fill(1)]) {
          const options = { ...limits, numSlots, numDrawn, seed }
          const [grown, expected] = [compiled, reference].map((kernel) =>
            growTree(kernel, kernel.takeBag(target, bag), options),
          )
          expect(grown).toEqual(expected)
          expect(compiled.findLeaves(grown)).toEqual(reference.findLeaves(expected))
        }
      }),
      { numRuns: 200 },
    )
  })
})
