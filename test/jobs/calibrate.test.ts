import { describe, expect, it } from 'vitest'
import type { JobHost } from '../../src/engine/host.ts'
import { calibrate } from '../../src/jobs/calibrate.ts'

/** A host whose clock goes on by one second whenever it is looked at. */
function tickingHost(): JobHost {
  let ms = 0
  const now = () => {
    ms += 1000
    return ms
  }
  const report = { info: () => {}, warn: () => {}, progress: () => {} }
  return { report, now, newId: () => 'id', signal: new AbortController().signal, hdfs: {} }
}

describe('the estimate of boosting', () => {
  const params = { maxIter: 100, maxDepth: 5, minInstancesPerNode: 1 }
  const secondsOf = async (threads: number, more = {}, numRows = 1e6) => {
    const size = { numeric: 3, categorical: 1, slots: 7, threads }
    const estimate = await calibrate('gradient_boosted_trees', { ...params, ...more }, size, tickingHost())
    // 4 trees predict 20,000 rows in the second that the clock goes on: so much no thread takes from another
    return estimate({ ...params, ...more }, numRows) - (100 * numRows) / 20_000 / 4
  }

  it('is less by what further threads add to each tree', async () => {
    const one = await secondsOf(1)
    expect(one / (await secondsOf(2))).toBeCloseTo(1.6, 9)
    expect(one / (await secondsOf(4))).toBeCloseTo(2.8, 9)
  })

  it.each([
    ['few rows', {}, 9000],
    ['drawn rows', { subsamplingRate: 0.5 }, 1e6],
    ['absolute loss', { lossType: 'absolute' }, 1e6],
  ])('is that of one thread for %s, which one thread grows', async (_, more, numRows) => {
    expect(await secondsOf(4, more, numRows)).toBeCloseTo(await secondsOf(1, more, numRows), 9)
  })
})
