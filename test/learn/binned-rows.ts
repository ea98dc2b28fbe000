import type { Binning } from '../../src/learn/bins.ts'
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
  const rows = allocateRows(binning, bins.length, 2)
  bins.forEach((row, index) => {
    rows.bins.set(row, index * rows.stride)
  })
  return rows
}
