import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { binMatrix } from '../../src/learn/bin-matrix.ts'
import { Profiler } from '../../src/learn/profile.ts'
import { withTreeWorkers } from '../../src/learn/tree-workers.ts'
import { type FeatureMatrix, newCodes, newValues } from '../../src/model/feature-matrix.ts'

const numRows = 200_000
function numericFeature(slot: number) {
  const values = newValues(numRows, true)
  // some have many different values, some few
  for (let row = 0; row < numRows; row++) values[row] = Math.sin(row * (slot + 1)) * 10 ** (slot % 5)
  if (slot % 3 === 0) for (let row = 0; row < numRows; row++) values[row] = Math.round(values[row])
  return { kind: 'numeric' as const, slot, values }
}

function oneHotFeature() {
  const codes = newCodes(numRows, true)
  for (let row = 0; row < numRows; row++) codes[row] = row % 3
  return {
    kind: 'one-hot' as const,
    slot: 10,
    numSlots: 2,
    codes,
    off: new Float64Array(2),
    on: Float64Array.of(1, 1),
  }
}

describe('binMatrix', () => {
  it('gives with other threads what it gives alone', async () => {
    const numeric = Array.from({ length: 10 }, (_, slot) => numericFeature(slot))
    const matrix: FeatureMatrix = { numRows, numSlots: 12, features: [...numeric, oneHotFeature()] }
    const alone = await binMatrix(matrix, 256, { crew: null })
    const profiler = new Profiler()
    // where this thread has cut all before another came, once more
    for (let attempt = 0; attempt < 20 && profiler.of('bins').seconds === 0; attempt++) {
      const together = await withTreeWorkers(3, async (crew) => {
        await Promise.all(crew.helpers.map((helper) => once(helper, 'online')))
        return binMatrix(matrix, 256, { crew, profiler })
      })
      expect(together.binning).toEqual(alone.binning)
      expect(together.bundles).toEqual(alone.bundles)
      expect(Buffer.from(together.codes).equals(Buffer.from(alone.codes))).toBe(true)
    }
    expect(profiler.of('bins').seconds).toBeGreaterThan(0)
  })
})
