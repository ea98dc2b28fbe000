import type { TrainingSet } from '../../src/learn/training-set.ts'
import { newValues } from '../../src/model/feature-matrix.ts'

/** Makes a training set of numeric features from rows of numbers. */
export function trainingFromRows(
  rows: readonly (readonly number[])[],
  labels: readonly number[],
): TrainingSet {
  const numSlots = rows[0].length
  const features = Array.from({ length: numSlots }, (_, slot) => {
    const values = newValues(rows.length, true)
    values.set(rows.map((row) => row[slot]))
    return { kind: 'numeric' as const, slot, values }
  })
  return {
    matrix: { numRows: rows.length, numSlots, features },
    labels: Float64Array.from(labels),
    rowIds: Uint32Array.from(rows, (_, index) => index),
  }
}
