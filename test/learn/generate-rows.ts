import type { Binning } from '../../src/learn/bins/bins.ts'
import { randomStream } from '../../src/random.ts'
import { group, numeric } from './binned-rows.ts'

/** Features of many kinds: numeric ones of up to 256 bins, and every third a one-hot group. */
export function binningOf(numFeatures: number, maxBins: number): Binning {
  let slot = 0
  return Array.from({ length: numFeatures }, (_, index) => {
    const cut = index % 3 === 2 ? group(slot, 1 + (index % 7)) : numeric(slot, 1 + ((maxBins + index) % 256))
    slot += cut.kind === 'one-hot' ? cut.numSlots : 1
    return cut
  })
}

/** Rows whose target depends on two features, with noise; every fourth feature follows from the first. A bag of weights 0 to 4. */
export function generateRows(binning: Binning, numRows: number, targetBits: number, seed: number) {
  const random = randomStream(seed)
  const bins = Array.from({ length: numRows }, () => {
    const first = random.uniform() ** 2
    return binning.map(({ numBins }, index) => {
      const own = random.uniform() ** 2
      if (index % 4 > 0) return Math.floor(own * numBins)
      const ofFirst = Math.floor(first * binning[0].numBins)
      return Math.floor((ofFirst / binning[0].numBins) * numBins)
    })
  })
  const most = 2 ** targetBits
  const target = Int32Array.from(bins, (row) => {
    const share = (row[0] / binning[0].numBins + random.uniform()) / 2
    return Math.floor((2 * share - 1) * most)
  })
  const weights = Uint8Array.from(bins, () => Math.max(0, Math.floor(random.uniform() * 7) - 2))
  weights[0] = 1
  return { bins, target, weights }
}
