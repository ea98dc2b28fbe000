import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BoostingPlan, boostTrees } from '../../src/learn/boost-trees.ts'
import type { BoostingKernel } from '../../src/learn/kernel/boosting-kernel.ts'
import { allocateBoostingRows } from '../../src/learn/kernel/boosting-rows.ts'
import type { NodeRows } from '../../src/learn/kernel/kernel.ts'
import { makeBoostingKernel } from '../../src/learn/kernel/make-kernel.ts'
import { ReferenceBoostingKernel } from '../../src/learn/kernel/reference-boosting-kernel.ts'
import { bundledRows, group, numeric } from './binned-rows.ts'
import { binningOf, generateRows } from './generate-rows.ts'
import { grownLeaf, grownSplit, grownTree, nodesOf } from './grown-nodes.ts'

const round = { treeSeed: 1, subsamplingRate: 1, factor: 1, weight: 1 } as const
/** Makes rows that carry their labels; ids are their numbers. */
function boostingRows(
  binning: Parameters<typeof allocateBoostingRows>[0],
  bins: readonly (readonly number[])[],
  labels: Float64Array,
  need: { readonly maxDepth: number; readonly subsamplingRate: number },
) {
  const rowIds = Uint32Array.from(bins, (_, row) => row)
  const bundled = bundledRows(binning, bins)
  const rows = allocateBoostingRows(binning, bundled, { labels, rowIds }, { ...need, numKernels: 1 })
  return { rows, targets: { labels, rowIds } }
}

type Rows = ReturnType<typeof boostingRows>
const makers: readonly [string, (made: Rows, maxDepth: number) => BoostingKernel][] = [
  ['reference', ({ rows, targets }) => new ReferenceBoostingKernel(rows, targets)],
  ['fastest', ({ rows }, maxDepth) => makeBoostingKernel(rows, { maxDepth, member: 0 })],
]

/** Grows a tree that draws all slots; gives its nodes in pre-order. */
function grow(kernel: BoostingKernel, rows: NodeRows, maxDepth: number, minInstancesPerNode = 1) {
  const limits = { maxDepth, minInstancesPerNode, minGain: 0 }
  return nodesOf(kernel.grow({ rows, path: 1 }, { ...limits, numSlots: 3, numDrawn: 3, seed: 1 }))
}

/** Gives the sum of the targets of all rows, in the units of the labels. */
function totalLeft(kernel: BoostingKernel): number {
  const { root, scale } = kernel.startTree({ ...round, treeSeed: 2 })
  return scale.center * root.numRows + scale.step * root.sum
}

// every kernel runs this suite
describe.each(makers)('%s kernel of boosting', (_, make) => {
  const column = [numeric(0, 4)]
  const four = () =>
    boostingRows(column, [[0], [1], [2], [3]], Float64Array.of(0, 0, 8, 16), {
      maxDepth: 2,
      subsamplingRate: 1,
    })

  it('begins with the labels, and takes from each row what its leaf predicts', () => {
    const kernel = make(four(), 2)
    const { root, scale } = kernel.startTree(round)
    const meanOf = (sum: number, numRows: number) => scale.center + scale.step * (sum / numRows)
    expect(meanOf(root.sum, 4)).toBe(6)
    const [top, left, right] = grow(kernel, root, 2, 2)
    expect(top).toMatchObject({ feature: 0, bin: 1 })
    expect(left.sumSquares * scale.step ** 2).toBe(128)
    // 8 and 16 lie as far from the center as 0 from it, and at it
    expect(right.sumSquares * scale.step ** 2).toBe(64)
    kernel.endTree(grownTree())
    // of 0, 0, 8, 16 the means 0 and 12 are taken: 0, 0, -4, 4, and twice that is the next target
    const next = kernel.startTree({ ...round, factor: 2 })
    const [last, lower] = grow(kernel, next.root, 1)
    expect(last).toMatchObject({ bin: 2 })
    expect(lower.numRows).toBe(3)
    expect(next.scale.center * 3 + next.scale.step * lower.sum).toBe(-8)
  })

  it('takes the weighted predictions of both sides of a last split', () => {
    const kernel = make(four(), 1)
    const { root } = kernel.startTree({ ...round, weight: 0.5 })
    expect(grow(kernel, root, 1)).toHaveLength(3)
    kernel.endTree(grownTree())
    // half of 0, 0, 12, 12 is taken from 24
    expect(totalLeft(kernel)).toBe(12)
  })

  it('takes predictions also from the rows that a tree did not draw', () => {
    const bins = Array.from({ length: 50 }, (_, row) => [row % 4, row % 3])
    const labels = Float64Array.from(bins, ([bin, code]) => (bin < 2 ? 4 : code === 1 ? 8 : 16))
    const need = { maxDepth: 2, subsamplingRate: 0.5 }
    const kernel = make(boostingRows([numeric(0, 4), group(1, 2)], bins, labels, need), 2)
    const { root, scale } = kernel.startTree({ ...round, subsamplingRate: 0.5 })
    expect(root.numRows).toBeGreaterThan(10)
    expect(root.numRows).toBeLessThan(40)
    const leafOf = (label: number) => grownLeaf(0, { numRows: 1, sum: (label - scale.center) / scale.step })
    const [top, category] = [grownSplit(0, { bin: 1 }), grownSplit(1, { bin: 1 })]
    grow(kernel, { ...root, sum: 0, numRows: 1 }, 0)
    kernel.endTree(grownTree(top, leafOf(4), category, leafOf(16), leafOf(8)))
    // rows that were not drawn have nothing left, the others all but the center
    const sumDrawn = scale.step * root.sum + scale.center * root.numRows
    expect(totalLeft(kernel)).toBeCloseTo(sumDrawn - scale.center * root.numRows, 9)
  })

  it('gives a tree whose draw came out empty all rows', () => {
    const need = { maxDepth: 1, subsamplingRate: 1e-6 }
    const made = boostingRows(column, [[0], [3]], Float64Array.of(1, 2), need)
    expect(make(made, 1).startTree({ ...round, subsamplingRate: 1e-6 }).root.numRows).toBe(2)
  })
})

describe('the compiled kernel of boosting', () => {
  it('grows the trees of the reference to the last bit, round after round', () => {
    const shapes = fc.record({
      numFeatures: fc.integer({ min: 1, max: 45 }),
      maxBins: fc.integer({ min: 1, max: 256 }),
      numRows: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 100, max: 2000 })),
      subsamplingRate: fc.constantFrom(1, 1, 0.7, 0.05),
      maxDepth: fc.integer({ min: 0, max: 7 }),
      firstMaxDepth: fc.constantFrom(0, 30),
      minInstancesPerNode: fc.integer({ min: 1, max: 9 }),
      minInfoGain: fc.constantFrom(0, 0, 0.1),
      drawnShare: fc.constantFrom(0.3, 1),
      stepSize: fc.constantFrom(0.1, 0.37, 1),
      seed: fc.nat(1e6),
    })
    fc.assert(
      fc.property(shapes, ({ numFeatures, maxBins, numRows, drawnShare, seed, ...params }) => {
        const binning = binningOf(numFeatures, maxBins)
        const { bins, target } = generateRows(binning, numRows, 20, seed)
        const labels = Float64Array.from(target, (value) => value / 1000)
        const numSlots = binning.reduce((sum, cut) => sum + (cut.kind === 'one-hot' ? cut.numSlots : 1), 0)
        const trees = makers.map(([, make]) => {
          const made = boostingRows(binning, bins, labels, params)
          const plan: BoostingPlan = {
            ...params,
            rows: made.rows,
            maxIter: 4,
            seed,
            numSlots,
            numDrawn: Math.ceil(drawnShare * numSlots),
          }
          return [...boostTrees(make(made, params.maxDepth), plan)]
        })
        expect(trees[1]).toEqual(trees[0])
      }),
      { numRuns: 150 },
    )
  })
})
