import type { FeatureMatrix, NumericFeature, OneHotFeature } from '../../model/feature-matrix.ts'
import { medianOf } from '../median.ts'
import { CodeSums, shapeOfGroups } from './code-sums.ts'
import { CHUNK_ROWS, MomentsCode } from './moments-code.ts'

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

/** Values of a column that its center is taken from. */
const NUM_LOOKS = 65

/**
 * Measures the moments in one pass over the rows, of what differs from a center near the mean, so that hardly a digit is
 * lost when the means are taken off.
 *
 * Of one-hot groups only codes are read: rows are counted by pairs of codes, and numbers summed by code, from which
 * the products of their slots follow, so that a group costs what one column does.
 */
export function measureMoments(matrix: FeatureMatrix, labels: Float64Array): Moments {
  const { numRows, numSlots, features } = matrix
  const numeric = features.filter((feature) => feature.kind === 'numeric')
  const groups = features.filter((feature) => feature.kind === 'one-hot')
  const columns = [...numeric.map(({ values }) => values), labels]
  const centers = columns.map((values) => centerOf(values))
  const { sums, products, codes } = sumRows(columns, centers, groups)
  const offsets = sums.map((sum) => sum / numRows)
  const means = offsets.map((offset, column) => centers[column] + offset)
  let at = 0
  for (let column = 0; column < columns.length; column++)
    for (let other = 0; other <= column; other++, at++)
      products[at] = products[at] / numRows - offsets[column] * offsets[other]
  const moments = {
    mean: new Float64Array(numSlots),
    labelMean: means[numeric.length],
    covariance: new Float64Array(numSlots * numSlots),
    labelCovariance: new Float64Array(numSlots),
    labelVariance: products[products.length - 1],
  }
  placeNumeric(moments, numeric, { means, products })
  placeGroups(moments, numeric, groups, { codes, offsets, numRows })
  return moments
}

/** Gives the median of some values, which of a constant is that constant. */
function centerOf(values: Float64Array): number {
  const step = Math.ceil(values.length / NUM_LOOKS)
  const numLooks = Math.ceil(values.length / step)
  return medianOf(Float64Array.from({ length: numLooks }, (_, look) => values[look * step]))
}

/** Sums of the columns less their centers, of their products, and by codes. */
interface RowSums {
  readonly sums: readonly number[]
  /** Lower triangle, row-major without gaps. */
  readonly products: Float64Array
  readonly codes: CodeSums
}

function sumRows(
  columns: readonly Float64Array[],
  centers: readonly number[],
  groups: readonly OneHotFeature[],
): RowSums {
  const numRows = columns[0].length
  const code = new MomentsCode(columns.length, shapeOfGroups(groups))
  const sums = columns.map(() => 0)
  const products = new Float64Array(code.products.length)
  const codes = new CodeSums(groups, columns.length, code)
  for (let blockStart = 0; blockStart < numRows; blockStart += BLOCK_ROWS) {
    const blockEnd = Math.min(blockStart + BLOCK_ROWS, numRows)
    for (let start = blockStart; start < blockEnd; start += CHUNK_ROWS) {
      const end = Math.min(start + CHUNK_ROWS, blockEnd)
      columns.forEach((values, column) => {
        sums[column] += code.takeColumn(column, values.subarray(start, end), centers[column])
      })
      code.addProducts(end - start)
      codes.add({ start, end })
    }
    for (let at = 0; at < products.length; at++) products[at] += code.products[at]
    code.products.fill(0)
    codes.flush()
  }
  return { sums, products, codes }
}

function placeNumeric(
  moments: Moments,
  numeric: readonly NumericFeature[],
  { means, products }: { readonly means: readonly number[]; readonly products: Float64Array },
): void {
  const numSlots = moments.mean.length
  let at = 0
  numeric.forEach(({ slot }, index) => {
    moments.mean[slot] = means[index]
    for (let other = 0; other <= index; other++, at++)
      moments.covariance[slot * numSlots + numeric[other].slot] = products[at]
  })
  for (const { slot } of numeric) moments.labelCovariance[slot] = products[at++]
}

/** Places what the slots of one-hot groups have to do with numbers, the label, and each other. */
function placeGroups(
  moments: Moments,
  numeric: readonly NumericFeature[],
  groups: readonly OneHotFeature[],
  {
    codes,
    offsets,
    numRows,
  }: { readonly codes: CodeSums; readonly offsets: readonly number[]; readonly numRows: number },
): void {
  const numSlots = moments.mean.length
  const place = (slot: number, other: number, value: number) => {
    moments.covariance[Math.max(slot, other) * numSlots + Math.min(slot, other)] = value
  }
  groups.forEach((group, index) => {
    const numColumns = numeric.length + 1
    for (let code = 0; code < group.numSlots; code++) {
      const slot = group.slot + code
      const step = group.on[code] - group.off[code]
      const count = codes.counts[index][index][code * (group.numSlots + 1) + code]
      moments.mean[slot] = group.off[code] + step * (count / numRows)
      const sumOf = (column: number) =>
        (step * (codes.sums[index][code * numColumns + column] - count * offsets[column])) / numRows
      numeric.forEach((feature, column) => {
        place(slot, feature.slot, sumOf(column))
      })
      moments.labelCovariance[slot] = sumOf(numeric.length)
      for (let second = 0; second <= index; second++) {
        const other = groups[second]
        for (let otherCode = 0; otherCode < other.numSlots; otherCode++) {
          const otherCount = codes.counts[second][second][otherCode * (other.numSlots + 1) + otherCode]
          const both = codes.counts[index][second][code * (other.numSlots + 1) + otherCode]
          const difference = both / numRows - (count / numRows) * (otherCount / numRows)
          place(
            slot,
            other.slot + otherCode,
            step * (other.on[otherCode] - other.off[otherCode]) * difference,
          )
        }
      }
    }
  })
}
