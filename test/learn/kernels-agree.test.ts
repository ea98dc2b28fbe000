import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BagKernel } from '../../src/learn/kernel/bag-kernel.ts'
import type { NodeRows } from '../../src/learn/kernel/kernel.ts'
import { makeBagKernel } from '../../src/learn/kernel/make-kernel.ts'
import { ReferenceKernel } from '../../src/learn/kernel/reference-kernel.ts'
import { hash32 } from '../../src/random.ts'
import { binnedRows } from './binned-rows.ts'
import { binningOf, generateRows } from './generate-rows.ts'

const shapes = fc.record({
  numFeatures: fc.integer({ min: 1, max: 45 }),
  maxBins: fc.integer({ min: 1, max: 256 }),
  numRows: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 100, max: 2000 })),
  targetBits: fc.integer({ min: 0, max: 27 }),
  maxDepth: fc.integer({ min: 0, max: 9 }),
  minInstancesPerNode: fc.integer({ min: 1, max: 9 }),
  minGain: fc.constantFrom(0, 0, 10),
  drawnShare: fc.constantFrom(0.2, 0.5, 1),
  rate: fc.constantFrom(1, 0.6, 0.01),
  seed: fc.nat(1e6),
})

describe('the compiled kernel', () => {
  it('grows the trees of the reference, tree after tree', () => {
    fc.assert(
      fc.property(
        shapes,
        ({ numFeatures, maxBins, numRows, targetBits, drawnShare, rate, seed, ...limits }) => {
          const binning = binningOf(numFeatures, maxBins)
          const { bins, target, weights } = generateRows(binning, numRows, targetBits, seed)
          const rows = binnedRows(binning, bins)
          expect(rows.memory).not.toBeNull()
          const [compiled, reference] = [makeBagKernel(rows), new ReferenceKernel(rows)]
          const numSlots = binning.reduce((sum, cut) => sum + (cut.kind === 'one-hot' ? cut.numSlots : 1), 0)
          const numDrawn = Math.ceil(drawnShare * numSlots)
          const rowIds = Uint32Array.from(target, (_, row) => hash32(seed, row))
          const bags: ((kernel: BagKernel) => NodeRows)[] = [
            (kernel) => kernel.takeBag(target, weights),
            (kernel) => kernel.takeBag(target, new Uint8Array(numRows).fill(1)),
            (kernel) => kernel.drawBag(target, { treeSeed: seed, rate, rowIds }),
            (kernel) => kernel.drawBag(target, { treeSeed: seed + 1, rate, rowIds }),
          ]
          for (const take of bags) {
            const options = { ...limits, numSlots, numDrawn, seed }
            const [grown, expected] = [compiled, reference].map((kernel) =>
              kernel.grow({ rows: take(kernel), path: 1 }, options),
            )
            expect(grown).toEqual(expected)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
