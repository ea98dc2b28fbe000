import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Binning } from '../../src/learn/bins.ts'
import type { TreeKernel } from '../../src/learn/kernel/kernel.ts'
import { referenceKernel } from '../../src/learn/kernel/reference.ts'

const numeric = (slot: number, numBins: number) => ({
  kind: 'numeric' as const,
  slot,
  numBins,
  thresholds: Float64Array.from({ length: numBins - 1 }, (_, bin) => bin + 0.5),
})
const group = (slot: number, numSlots: number) => ({
  kind: 'one-hot' as const,
  slot,
  numSlots,
  numBins: numSlots + 1,
  thresholds: new Float64Array(numSlots).fill(0.5),
})
const limits = { minInstancesPerNode: 1, minGain: 0 }

function kernelOn(binning: Binning, bins: number[][]): TreeKernel {
  return referenceKernel({ numRows: bins.length, binning, bins: Uint8Array.from(bins.flat()) })
}

function bag(kernel: TreeKernel, target: number[], weights = target.map(() => 1)) {
  const node = kernel.takeBag(Int32Array.from(target), Uint8Array.from(weights))
  kernel.buildHistogram(node.start, node.end, 0)
  return node
}

// every kernel runs this suite
describe.each([['reference', kernelOn]])('%s kernel', (_, makeKernel) => {
  it('splits between the low and the high targets', () => {
    const kernel = makeKernel([numeric(0, 3)], [[0], [0], [1], [2]])
    const node = bag(kernel, [-2, -2, 4, 4])
    // left: two rows of -2; variance of the whole is 9, of both sides 0
    const split = { feature: 0, bin: 0, gain: 9, leftSum: -4, leftRows: 2 }
    expect(kernel.findSplit(0, node, Uint8Array.of(1), limits)).toEqual(split)
    expect(kernel.partition(node.start, node.end, split)).toBe(2)
  })

  it('counts a row as often as the bag holds it, and leaves out what it does not hold', () => {
    const kernel = makeKernel([numeric(0, 2)], [[0], [1], [1]])
    const node = bag(kernel, [1, 7, 100], [3, 1, 0])
    expect(node).toEqual({ start: 0, end: 2, numRows: 4, sum: 10 })
    expect(kernel.sumSquares(node.start, node.end)).toBe(3 + 49)
  })

  it('sends the one drawn category right and all others left', () => {
    const kernel = makeKernel([group(0, 3)], [[0], [1], [1], [2]])
    const node = bag(kernel, [0, 9, 9, 0])
    const split = kernel.findSplit(0, node, Uint8Array.of(1, 1, 1), limits)
    expect(split).toMatchObject({ feature: 0, bin: 1, leftSum: 0, leftRows: 2 })
    if (split !== null) expect(kernel.partition(node.start, node.end, split)).toBe(2)
    expect(kernel.findSplit(0, node, Uint8Array.of(0, 0, 0), limits)).toBeNull()
  })

  it('takes the lower feature, then the lower bin, of equal gains', () => {
    const kernel = makeKernel(
      [numeric(0, 2), numeric(1, 2)],
      [
        [0, 0],
        [1, 1],
      ],
    )
    const node = bag(kernel, [0, 1])
    expect(kernel.findSplit(0, node, Uint8Array.of(1, 1), limits)).toMatchObject({ feature: 0 })
    const mirrored = makeKernel([numeric(0, 3)], [[0], [1], [2]])
    expect(mirrored.findSplit(0, bag(mirrored, [0, 1, 0]), Uint8Array.of(1), limits)).toMatchObject({
      bin: 0,
    })
  })

  it('finds no split where all targets are equal, or a side would be too small, or the gain too low', () => {
    const kernel = makeKernel([numeric(0, 2)], [[0], [0], [1]])
    const equal = bag(kernel, [123_457, 123_457, 123_457])
    expect(kernel.findSplit(0, equal, Uint8Array.of(1), limits)).toBeNull()
    const node = bag(kernel, [0, 0, 3])
    expect(kernel.findSplit(0, node, Uint8Array.of(1), { minInstancesPerNode: 2, minGain: 0 })).toBeNull()
    expect(kernel.findSplit(0, node, Uint8Array.of(1), { minInstancesPerNode: 1, minGain: 2.1 })).toBeNull()
    expect(
      kernel.findSplit(0, node, Uint8Array.of(1), { minInstancesPerNode: 1, minGain: 1.9 }),
    ).toMatchObject({ gain: 2 })
  })

  it('sums large squares exactly', () => {
    const kernel = makeKernel([numeric(0, 1)], [[0], [0]])
    const large = 2 ** 30 - 1
    bag(kernel, [large, -large])
    expect(BigInt(kernel.sumSquares(0, 2))).toBe(BigInt(Number(2n * BigInt(large) ** 2n)))
  })

  it('finds the split that a naive search over all rows finds, and subtraction gives the other child', () => {
    const row = fc.tuple(fc.nat(4), fc.nat(3), fc.integer({ min: -1000, max: 1000 }), fc.nat(2))
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
        fc.pre(rows.some(([, , , weight]) => weight > 0))
        const binning = [numeric(0, 5), group(1, 3)]
        const kernel = makeKernel(
          binning,
          rows.map(([a, b]) => [a, b]),
        )
        const node = bag(
          kernel,
          rows.map(([, , target]) => target),
          rows.map(([, , , weight]) => weight),
        )
        const split = kernel.findSplit(0, node, new Uint8Array(4).fill(1), limits)
        const naive = naiveGain(rows)
        expect(split?.gain ?? 0).toBeCloseTo(naive, 6)
        if (split === null) return
        const middle = kernel.partition(node.start, node.end, split)
        kernel.buildHistogram(node.start, middle, 1)
        kernel.subtractHistogram(0, 1, 2)
        kernel.buildHistogram(middle, node.end, 3)
        const right = {
          start: middle,
          end: node.end,
          numRows: node.numRows - split.leftRows,
          sum: node.sum - split.leftSum,
        }
        const isDrawn = new Uint8Array(4).fill(1)
        expect(kernel.findSplit(2, right, isDrawn, limits)).toEqual(
          kernel.findSplit(3, right, isDrawn, limits),
        )
      }),
    )
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
