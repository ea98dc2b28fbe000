import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BagKernel } from '../../src/learn/kernel/bag-kernel.ts'
import type { GrowOptions, NodeRows } from '../../src/learn/kernel/kernel.ts'
import { makeBagKernel } from '../../src/learn/kernel/make-kernel.ts'
import { ReferenceKernel } from '../../src/learn/kernel/reference-kernel.ts'
import { allocateRows, type TrainingRows } from '../../src/learn/kernel/training-rows.ts'
import { binnedRows, group, numeric, unbundledRows } from './binned-rows.ts'
import { nodesOf } from './grown-nodes.ts'

const makers: readonly [string, (rows: TrainingRows) => BagKernel][] = [
  ['reference', (rows) => new ReferenceKernel(rows)],
  ['fastest', makeBagKernel],
]

function bag(kernel: BagKernel, target: readonly number[], weights = target.map(() => 1)) {
  return kernel.takeBag(Int32Array.from(target), Uint8Array.from(weights))
}

/** Grows a tree on a bag, by default of one split, of which every slot may be drawn; gives its nodes in pre-order. */
function grow(kernel: BagKernel, rows: NodeRows, options: Partial<GrowOptions> = {}) {
  const slots = { numSlots: 9, numDrawn: 9, seed: 1 }
  const all = { maxDepth: 1, minInstancesPerNode: 1, minGain: 0, ...slots, ...options }
  return nodesOf(kernel.grow({ rows, path: 1 }, all))
}

// every kernel runs this suite
describe.each(makers)('%s kernel', (_, make) => {
  it('splits between the low and the high targets', () => {
    const kernel = make(binnedRows([numeric(0, 3)], [[0], [0], [1], [2]]))
    // variance of the whole is 9, of both sides 0
    expect(grow(kernel, bag(kernel, [-2, -2, 4, 4]))).toEqual([
      { feature: 0, bin: 0, gain: 9, numRows: 4, sum: 4, sumSquares: 0 },
      { feature: -1, bin: 0, gain: -1, numRows: 2, sum: -4, sumSquares: 8 },
      { feature: -1, bin: 0, gain: -1, numRows: 2, sum: 8, sumSquares: 32 },
    ])
  })

  it('grows the left side first, and ends where nothing is gained', () => {
    const kernel = make(binnedRows([numeric(0, 4)], [[0], [1], [2], [3]]))
    const nodes = grow(kernel, bag(kernel, [0, 1, 9, 9]), { maxDepth: 3 })
    expect(nodes.map(({ feature, bin }) => [feature, bin])).toEqual([
      [0, 1],
      [0, 0],
      [-1, 0],
      [-1, 0],
      [-1, 0],
    ])
    expect(nodes.map(({ sum }) => sum)).toEqual([19, 1, 0, 1, 18])
  })

  it('counts a row as often as the bag holds it, and leaves out what it does not hold', () => {
    const kernel = make(binnedRows([numeric(0, 2)], [[0], [1], [1]]))
    const node = bag(kernel, [1, 7, 100], [3, 1, 0])
    expect(node).toMatchObject({ start: 0, end: 2, numRows: 4, sum: 10, depth: 0 })
    expect(grow(kernel, node, { maxDepth: 0 })).toMatchObject([{ numRows: 4, sum: 10, sumSquares: 3 + 49 }])
  })

  it.each([1, 2])('sends the one drawn category right and all others left, of %i levels', (maxDepth) => {
    const kernel = make(binnedRows([group(0, 3)], [[0], [1], [1], [2]]))
    const [root, left, ...right] = grow(kernel, bag(kernel, [0, 9, 9, 1]), { maxDepth, minGain: 1 })
    expect(root).toMatchObject({ feature: 0, bin: 1 })
    expect(left).toMatchObject({ feature: -1, numRows: 2, sum: 1, sumSquares: 1 })
    expect(right).toMatchObject([{ feature: -1, numRows: 2, sum: 18, sumSquares: 162 }])
  })

  it('splits by what a node draws alone', () => {
    const rows = Array.from({ length: 8 }, (_, row) => [row, row])
    const kernel = make(binnedRows([numeric(0, 8), numeric(1, 8)], rows))
    const splitsOf = (seed: number) => {
      const node = bag(kernel, [0, 1, 2, 3, 4, 5, 6, 7])
      const nodes = grow(kernel, node, { maxDepth: 3, numSlots: 2, numDrawn: 1, seed })
      return nodes.filter(({ feature }) => feature >= 0).map(({ feature }) => feature)
    }
    // slots are equally good, so the first would be taken everywhere
    expect(new Set([1, 2, 3].flatMap(splitsOf))).toEqual(new Set([0, 1]))
  })

  it('takes the lower feature, then the lower bin, of equal gains', () => {
    const two = [numeric(0, 2), numeric(1, 2)]
    const kernel = make(
      binnedRows(two, [
        [0, 0],
        [1, 1],
      ]),
    )
    expect(grow(kernel, bag(kernel, [0, 1]))[0]).toMatchObject({ feature: 0 })
    const mirrored = make(binnedRows([numeric(0, 3)], [[0], [1], [2]]))
    expect(grow(mirrored, bag(mirrored, [0, 1, 0]))[0]).toMatchObject({ feature: 0, bin: 0 })
  })

  it('finds no split where all targets are equal, or a side would be too small, or the gain too low', () => {
    const kernel = make(binnedRows([numeric(0, 2)], [[0], [0], [1]]))
    const find = (targets: number[], minInstancesPerNode: number, minGain: number) =>
      grow(kernel, bag(kernel, targets), { minInstancesPerNode, minGain })
    expect(find([123_457, 123_457, 123_457], 1, 0)).toHaveLength(1)
    expect(find([0, 0, 3], 2, 0)).toHaveLength(1)
    expect(find([0, 0, 3], 1, 2.1)).toHaveLength(1)
    expect(find([0, 0, 3], 1, 1.9)[0]).toMatchObject({ gain: 2 })
  })

  it('sums large squares exactly', () => {
    const kernel = make(binnedRows([numeric(0, 1)], [[0], [0]]))
    const large = 2 ** 30 - 1
    const [{ sumSquares }] = grow(kernel, bag(kernel, [large, -large]))
    expect(BigInt(sumSquares)).toBe(BigInt(Number(2n * BigInt(large) ** 2n)))
  })

  it('finds the split that a naive search over all rows finds', () => {
    const row = fc.tuple(fc.nat(4), fc.nat(3), fc.integer({ min: -1000, max: 1000 }), fc.nat(2))
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
        fc.pre(rows.some(([, , , weight]) => weight > 0))
        const kernel = make(
          binnedRows(
            [numeric(0, 5), group(1, 3)],
            rows.map(([a, b]) => [a, b]),
          ),
        )
        const targets = rows.map(([, , target]) => target)
        const weights = rows.map(([, , , weight]) => weight)
        const [{ feature, gain }] = grow(kernel, bag(kernel, targets, weights))
        expect(feature < 0 ? 0 : gain).toBeCloseTo(naiveGain(rows), 6)
      }),
    )
  })

  it('grows trees that differ in their smallest leaf together as it grows each by itself', () => {
    const row = fc.tuple(fc.nat(5), fc.nat(5), fc.integer({ min: -100, max: 100 }))
    const limits = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 300 }), limits, (rows, given) => {
        const leastRows = given.sort((a, b) => a - b)
        const bins = rows.map(([a, b]) => [a, b])
        const kernel = make(binnedRows([numeric(0, 6), group(1, 6)], bins))
        const targets = rows.map(([, , target]) => target)
        const options = { maxDepth: 5, minGain: 0, numSlots: 7, numDrawn: 4, seed: 3 }
        const together = kernel.growTogether({ rows: bag(kernel, targets), path: 1 }, options, leastRows)
        const alone = leastRows.map((minInstancesPerNode) =>
          kernel.grow({ rows: bag(kernel, targets), path: 1 }, { ...options, minInstancesPerNode }),
        )
        expect(together).toEqual(alone)
      }),
    )
  })
})

describe('rows to learn from', () => {
  it('are left to the reference kernel where a packed count could overflow', () => {
    const binning = [numeric(0, 2)]
    const rows = allocateRows(binning, unbundledRows(binning, 2 ** 24), 3)
    expect(rows).toMatchObject({ memory: null, stride: 1, maxKernels: 3 })
  })

  it('have room for fewer kernels where four gigabytes are full', () => {
    const binning = Array.from({ length: 90 }, (_, slot) => numeric(slot, 2))
    // a row takes 96 bytes, and in each kernel twice as much and 9; 31 histograms take 2112 bytes a feature
    const kernelBytes = 500_000 * 201 + 31 * 90 * 2112
    const { maxKernels } = allocateRows(binning, unbundledRows(binning, 500_000), 64)
    expect(maxKernels).toBe(Math.floor((2 ** 32 - 500_000 * 96) / kernelBytes))
  })

  it('keep other kernels out of the room of one', () => {
    const rows = binnedRows([numeric(0, 2)], [[0], [1]])
    const [one, other] = [rows, rows].map((shared) => makeBagKernel(shared))
    const node = bag(one, [3, 4])
    bag(other, [70, 80])
    expect(grow(one, node, { maxDepth: 0 })[0].sumSquares).toBe(25)
  })
})

/** Largest fall in variance over every split of [numeric bin, group code, target, weight] rows. */
function naiveGain(rows: readonly (readonly [number, number, number, number])[]): number {
  const variance = (part: typeof rows) => {
    const total = part.reduce((sum, [, , , weight]) => sum + weight, 0)
    const mean = part.reduce((sum, [, , target, weight]) => sum + weight * target, 0) / total
    return part.reduce((sum, [, , target, weight]) => sum + weight * (target - mean) ** 2, 0) / total
  }
  const count = (part: typeof rows) => part.reduce((sum, [, , , weight]) => sum + weight, 0)
  const tests = [0, 1, 2, 3].map((bin) => (row: (typeof rows)[number]) => row[0] <= bin)
  tests.push(...[0, 1, 2].map((code) => (row: (typeof rows)[number]) => row[1] !== code))
  let best = 0
  for (const goesLeft of tests) {
    const left = rows.filter(goesLeft)
    const right = rows.filter((row) => !goesLeft(row))
    if (count(left) === 0 || count(right) === 0) continue
    const after = (count(left) * variance(left) + count(right) * variance(right)) / count(rows)
    best = Math.max(best, variance(rows) - after)
  }
  return best
}
