import { describe, expect, it } from 'vitest'
import { reportProfile } from '../../src/engine/embedded/report-profile.ts'
import { fitBoosting } from '../../src/learn/boosting.ts'
import { fitForest } from '../../src/learn/forest.ts'
import { Profiler } from '../../src/learn/profile.ts'
import type { TrainingSet } from '../../src/learn/training-set.ts'
import { randomStream } from '../../src/random.ts'

const numRows = 30_000
const random = randomStream(7)
const values = Float64Array.from({ length: numRows }, () => random.uniform())
const codes = Uint8Array.from(values, (value) => Math.floor(4 * value))
const training: TrainingSet = {
  matrix: {
    numRows,
    numSlots: 5,
    features: [
      { kind: 'numeric', slot: 0, values },
      {
        kind: 'one-hot',
        slot: 1,
        numSlots: 4,
        codes,
        off: new Float64Array(4),
        on: new Float64Array(4).fill(1),
      },
    ],
  },
  labels: values.map((value) => Math.sin(9 * value)),
  rowIds: Uint32Array.from(values, (_, row) => row),
}
const forest = { numTrees: 6, maxDepth: 4, maxBins: 64, featureSubsetStrategy: 'all', seed: 1 }
const boosting = { maxIter: 6, maxDepth: 4, maxBins: 64, seed: 1 }

async function linesOf(
  name: 'random_forest' | 'gradient_boosted_trees',
  profiler: Profiler,
): Promise<string[]> {
  const lines: string[] = []
  const report = { info: (line: string) => lines.push(line), warn: () => {}, progress: () => {} }
  const params = name === 'random_forest' ? forest : boosting
  await reportProfile('here', profiler, { name, training, params }, { report })
  return lines
}

describe('a profile', () => {
  it.each([1, 2])('counts what a forest does on %i threads, and leaves its trees alone', async (threads) => {
    const profiler = new Profiler()
    const model = await fitForest(training, forest, { threads, profiler })
    expect(model).toEqual(await fitForest(training, forest, { threads }))
    // each tree draws each row once, and splits at most 1 + 2 + 4 + 8 nodes
    expect(profiler.of('bag').updates).toBe(6 * numRows)
    expect(profiler.of('bins').updates).toBe(2 * numRows)
    expect(profiler.of('splits').updates).toBe(6 * 15)
    const lines = await linesOf('random_forest', profiler)
    expect(lines.slice(2).map((line) => line.trim().split(' ')[0])).toEqual([
      'bins',
      'bag',
      'histograms',
      'splits',
      'moving',
      'leaves',
      'rest',
    ])
    expect(lines[4]).toMatch(
      /histograms +\d+ % +\d+\.\d\d +\d+\.\d k values +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d$/,
    )
  })

  it('counts the rows of boosting once, however many threads share them', async () => {
    const moved = await Promise.all(
      [1, 2].map(async (threads) => {
        const profiler = new Profiler()
        await fitBoosting(training, boosting, { threads, profiler })
        return profiler.of('moving').updates
      }),
    )
    // rows move on all levels but the last
    expect(moved).toEqual([6 * 3 * numRows, 6 * 3 * numRows])
  })

  it('says nothing of a model without trees', async () => {
    expect(await linesOf('random_forest', new Profiler())).toEqual([])
  })
})
