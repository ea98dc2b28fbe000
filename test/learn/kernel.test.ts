import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BagKernel } from '../../src/learn/kernel/bag-kernel.ts'
import { makeBagKernel } from '../../src/learn/kernel/make-kernel.ts'
import { ReferenceKernel } from '../../src/learn/kernel/reference-kernel.ts'
import { allocateRows, type TrainingRows } from '../../src/learn/kernel/training-rows.ts'
import { binnedRows, group, numeric, unbundledRows } from './binned-rows.ts'

const limits = { minInstancesPerNode: 1, minGain: 0 }
const makers: readonly [string, (rows: TrainingRows) => BagKernel][] = [
  ['reference', (rows) => new ReferenceKernel(rows)],
  ['fastest', makeBagKernel],
]

function bag(kernel: BagKernel, target: number[], weights = target.map(() => 1)) {
  return kernel.takeBag(Int32Array.from(target), Uint8Array.from(weights))
}

// every kernel runs this suite
describe.each(makers)('%s kernel', (_, make) => {
  it('splits between the low and the high targets', () => {
    const kernel = make(binnedRows([numeric(0, 3)], [[0], [0], [1], [2]]))
    const node = bag(kernel, [-2, -2, 4, 4])
    // left: two rows of -2; variance of the whole is 9, of both sides 0
    const split = { feature: 0, bin: 0, gain: 9, leftSum: -4, leftRows: 2 }
    expect(kernel.findSplit(node, Uint8Array.of(1), limits)).toEqual(split)
    const [left, right] = kernel.splitRows(node, split)
    expect(left).toMatchObject({ start: 0, end: 2, numRows: 2, sum: -4, depth: 1 })
    expect(right).toMatchObject({ start: 2, end: 4, numRows: 2, sum: 8, depth: 1 })
  })

  it('counts a row as often as the bag holds it, and leaves out what it does not hold', () => {
    const kernel = make(binnedRows([numeric(0, 2)], [[0], [1], [1]]))
    const node = bag(kernel, [1, 7, 100], [3, 1, 0])
    expect(node).toMatchObject({ start: 0, end: 2, numRows: 4, sum: 10, depth: 0 })
    expect(kernel.closeLeaf(node)).toBe(3 + 49)
  })

  it('sends the one drawn category right and all others left', () => {
    const kernel = make(binnedRows([group(0, 3)], [[0], [1], [1], [2]]))
    const node = bag(kernel, [0, 9, 9, 1])
    const split = kernel.findSplit(node, Uint8Array.of(1, 1, 1), limits)
    expect(split).toMatchObject({ feature: 0, bin: 1, leftSum: 1, leftRows: 2 })
    expect(kernel.findSplit(node, Uint8Array.of(0, 0, 0), limits)).toBeNull()
    if (split === null) return
    expect(kernel.closeSides(node, split)).toEqual([1, 162])
    expect(kernel.splitRows(node, split).map((child) => kernel.closeLeaf(child))).toEqual([1, 162])
  })

  it('takes the lower feature, then the lower bin, of equal gains', () => {
    const two = [numeric(0, 2), numeric(1, 2)]
    const kernel = make(
      binnedRows(two, [
        [0, 0],
        [1, 1],
      ]),
    )
    expect(kernel.findSplit(bag(kernel, [0, 1]), Uint8Array.of(1, 1), limits)).toMatchObject({ feature: 0 })
    const mirrored = make(binnedRows([numeric(0, 3)], [[0], [1], [2]]))
    expect(mirrored.findSplit(bag(mirrored, [0, 1, 0]), Uint8Array.of(1), limits)).toMatchObject({ bin: 0 })
  })

  it('finds no split where all targets are equal, or a side would be too small, or the gain too low', () => {
    const kernel = make(binnedRows([numeric(0, 2)], [[0], [0], [1]]))
    const find = (targets: number[], minInstancesPerNode: number, minGain: number) =>
      kernel.findSplit(bag(kernel, targets), Uint8Array.of(1), { minInstancesPerNode, minGain })
    expect(find([123_457, 123_457, 123_457], 1, 0)).toBeNull()
    expect(find([0, 0, 3], 2, 0)).toBeNull()
    expect(find([0, 0, 3], 1, 2.1)).toBeNull()
    expect(find([0, 0, 3], 1, 1.9)).toMatchObject({ gain: 2 })
  })

  it('sums large squares exactly', () => {
    const kernel = make(binnedRows([numeric(0, 1)], [[0], [0]]))
    const large = 2 ** 30 - 1
    const node = bag(kernel, [large, -large])
    expect(BigInt(kernel.closeLeaf(node))).toBe(BigInt(Number(2n * BigInt(large) ** 2n)))
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
        const split = kernel.findSplit(bag(kernel, targets, weights), new Uint8Array(4).fill(1), limits)
        expect(split?.gain ?? 0).toBeCloseTo(naiveGain(rows), 6)
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
    expect(one.closeLeaf(node)).toBe(25)
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
