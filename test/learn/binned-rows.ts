import type { Binning } from '../../src/learn/bins/bins.ts'
import { Bundler } from '../../src/learn/bundles/bundler.ts'
import type { BundledRows } from '../../src/learn/bundles/bundles.ts'
import { allocateRows, type TrainingRows } from '../../src/learn/kernel/training-rows.ts'

/** A numeric feature whose thresholds lie between its bins. */
export function numeric(slot: number, numBins: number): Binning[number] {
  const thresholds = Float64Array.from({ length: numBins - 1 }, (_, bin) => bin + 0.5)
  return { kind: 'numeric', slot, numBins, thresholds }
}

/** A one-hot group. */
export function group(slot: number, numSlots: number): Binning[number] {
  const thresholds = new Float64Array(numSlots).fill(0.5)
  return { kind: 'one-hot', slot, numSlots, numBins: numSlots + 1, thresholds }
}

/** Makes rows of bins on which two kernels can work. */
export function binnedRows(binning: Binning, bins: readonly (readonly number[])[]): TrainingRows {
  return allocateRows(binning, bundledRows(binning, bins), 2)
}

/** Bundles features of which the bins of each row are given. */
export function bundledRows(binning: Binning, bins: readonly (readonly number[])[]): BundledRows {
  const bundler = new Bundler(bins.length)
  binning.forEach(({ numBins }, feature) => {
    const column = Uint8Array.from(bins, (row) => row[feature])
    bundler.add(numBins, column)
  })
  return bundler.bundled()
}

/** Says that each feature is alone in its bundle, of rows whose codes are all 0. */
export function unbundledRows(binning: Binning, numRows: number): BundledRows {
  const binOfCode = Uint8Array.from({ length: 256 }, (_, code) => code)
  const features = binning.map((_, bundle) => ({ bundle, binOfCode }))
  const none = new Uint8Array(numRows)
  const numCodes = binning.map(({ numBins }) => numBins)
  return { numRows, bundles: { numCodes, features }, codes: binning.map(() => none) }
}
