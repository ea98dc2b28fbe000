import type { FeatureMatrix, NumericFeature, OneHotFeature } from '../model/feature-matrix.ts'
import { CodeSums } from './code-sums.ts'
import { addProducts, CHUNK_ROWS } from './numeric-products.ts'

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

/**
 * Measures the moments in two passes over the rows: means, then products of what differs from them.
 *
 * Of one-hot groups only codes are read: rows are counted by pairs of codes, and numbers summed by code, from which
 * the products of their slots follow, so that a group costs what one column does.
 */
export function measureMoments(matrix: FeatureMatrix, labels: Float64Array): Moments {
  const { numRows, numSlots, features } = matrix
  const numeric = features.filter((feature) => feature.kind === 'numeric')
  const groups = features.filter((feature) => feature.kind === 'one-hot')
  const columns = [...numeric.map(({ values }) => values), labels]
  const means = columns.map((values) => meanOf(values))
  const { products, codes } = sumProducts(columns, means, groups)
  for (let at = 0; at < products.length; at++) products[at] /= numRows
  const moments = {
    mean: new Float64Array(numSlots),
    labelMean: means[numeric.length],
    covariance: new Float64Array(numSlots * numSlots),
    labelCovariance: new Float64Array(numSlots),
    labelVariance: products[products.length - 1],
  }
  placeNumeric(moments, numeric, { means, products })
  placeGroups(moments, numeric, groups, { codes, numRows })
  return moments
}

function meanOf(values: Float64Array): number {
  let total = 0
  for (let start = 0; start < values.length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, values.length)
    let sum = 0
    for (let row = start; row < end; row++) sum += values[row]
    total += sum
  }
  return total / values.length
}

/** Products of the centered columns, lower triangle, row-major without gaps; and what the codes sum. */
interface Products {
  readonly products: Float64Array
  readonly codes: CodeSums
}

function sumProducts(
  columns: readonly Float64Array[],
  means: readonly number[],
  groups: readonly OneHotFeature[],
): Products {
  const numRows = columns[0].length
  const products = new Float64Array((columns.length * (columns.length + 1)) / 2)
  const codes = new CodeSums(groups, columns.length)
  const chunk = new Float64Array(columns.length * CHUNK_ROWS)
  for (let blockStart = 0; blockStart < numRows; blockStart += BLOCK_ROWS) {
    const blockEnd = Math.min(blockStart + BLOCK_ROWS, numRows)
    const blockProducts = new Float64Array(products.length)
    for (let start = blockStart; start < blockEnd; start += CHUNK_ROWS) {
      const end = Math.min(start + CHUNK_ROWS, blockEnd)
      centerChunk(columns, means, { start, end }, chunk)
      addProducts(chunk, columns.length, end - start, blockProducts)
      codes.add(chunk, { start, end })
    }
    for (let at = 0; at < products.length; at++) products[at] += blockProducts[at]
    codes.flush()
  }
  return { products, codes }
}

/** Writes columns less their means, one after another, CHUNK_ROWS each. */
function centerChunk(
  columns: readonly Float64Array[],
  means: readonly number[],
  { start, end }: { readonly start: number; readonly end: number },
  chunk: Float64Array,
): void {
  for (let column = 0; column < columns.length; column++) {
    const values = columns[column]
    const mean = means[column]
    for (let row = start, at = column * CHUNK_ROWS; row < end; row++, at++) chunk[at] = values[row] - mean
  }
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
  { codes, numRows }: { readonly codes: CodeSums; readonly numRows: number },
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
      const sumOf = (column: number) => (step * codes.sums[index][code * numColumns + column]) / numRows
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
