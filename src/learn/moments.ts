import { type FeatureMatrix, writeDenseRows } from '../model/feature-matrix.ts'

/** First and second moments of the slots and the label, divided by the number of rows. */
export interface Moments {
  /** Mean of each slot, [numSlots]. */
  readonly mean: Float64Array
  readonly labelMean: number
  /** Covariance of the slots, row-major, [numSlots, numSlots]; only the lower triangle is filled. */
  readonly covariance: Float64Array
  /** Covariance of each slot with the label, [numSlots]. */
  readonly labelCovariance: Float64Array
  readonly labelVariance: number
}

/** Rows of one partial sum: sums of doubles run in fixed blocks, so the result is the same everywhere. */
const BLOCK_ROWS = 65_536
/** Rows that are made dense at a time. */
const DENSE_ROWS = 256

/** Measures the moments in two passes over the rows: means, then products of what differs from them. */
export function measureMoments(matrix: FeatureMatrix, labels: Float64Array): Moments {
  const { numRows, numSlots } = matrix
  const sums = sumBlocks(matrix, numSlots + 1, (dense, start, count, total) => {
    for (let row = 0, at = 0; row < count; row++) {
      for (let slot = 0; slot < numSlots; slot++) total[slot] += dense[at++]
      total[numSlots] += labels[start + row]
    }
  })
  const mean = sums.subarray(0, numSlots).map((sum) => sum / numRows)
  const labelMean = sums[numSlots] / numRows
  const labelAt = numSlots * numSlots
  const products = sumBlocks(matrix, labelAt + numSlots + 1, (dense, start, count, total) => {
    const centered = new Float64Array(numSlots)
    for (let row = 0, at = 0; row < count; row++, at += numSlots) {
      for (let slot = 0; slot < numSlots; slot++) centered[slot] = dense[at + slot] - mean[slot]
      addProducts(centered, labels[start + row] - labelMean, total)
    }
  })
  for (let at = 0; at < products.length; at++) products[at] /= numRows
  return {
    mean,
    labelMean,
    covariance: products.subarray(0, labelAt),
    labelCovariance: products.subarray(labelAt, labelAt + numSlots),
    labelVariance: products[labelAt + numSlots],
  }
}

/** Adds one row to the lower triangle of X'X, to X'y and to y'y, which stand in `total` in this order. */
function addProducts(centered: Float64Array, label: number, total: Float64Array): void {
  const numSlots = centered.length
  const labelAt = numSlots * numSlots
  for (let row = 0, at = 0; row < numSlots; row++, at += numSlots) {
    const value = centered[row]
    for (let column = 0; column <= row; column++) total[at + column] += value * centered[column]
    total[labelAt + row] += value * label
  }
  total[labelAt + numSlots] += label * label
}

/** Sums over all rows in fixed blocks; `add` adds `count` dense rows, which begin at row `start`, to a total. */
function sumBlocks(
  matrix: FeatureMatrix,
  length: number,
  add: (dense: Float64Array, start: number, count: number, total: Float64Array) => void,
): Float64Array {
  const grandTotal = new Float64Array(length)
  const dense = new Float64Array(DENSE_ROWS * matrix.numSlots)
  for (let blockStart = 0; blockStart < matrix.numRows; blockStart += BLOCK_ROWS) {
    const blockEnd = Math.min(blockStart + BLOCK_ROWS, matrix.numRows)
    const total = new Float64Array(length)
    for (let start = blockStart; start < blockEnd; start += DENSE_ROWS) {
      const end = Math.min(start + DENSE_ROWS, blockEnd)
      writeDenseRows(matrix, start, end, dense)
      add(dense, start, end - start, total)
    }
    for (let at = 0; at < length; at++) grandTotal[at] += total[at]
  }
  return grandTotal
}
