import type { FeatureMatrix, NumericFeature, OneHotFeature } from '../../model/feature-matrix.ts'
import { between } from './between.ts'
import { BinCode } from './bin-code.ts'

/** A numeric feature cut into bins: bin b holds the values in (thresholds[b - 1], thresholds[b]]. */
export interface NumericBins {
  readonly kind: 'numeric'
  readonly slot: number
  readonly numBins: number
  /** Ascending, [numBins - 1], in the units that the model sees. */
  readonly thresholds: Float64Array
}

/** A one-hot group, whose codes are its bins; the last bin holds the rows where no slot is on. */
export interface OneHotBins {
  readonly kind: 'one-hot'
  /** First slot of the group. */
  readonly slot: number
  readonly numSlots: number
  /** numSlots + 1. */
  readonly numBins: number
  /** Threshold between off and on of each slot, [numSlots]. */
  readonly thresholds: Float64Array
}

/** How the features of a matrix are cut, feature by feature. */
export type Binning = readonly (NumericBins | OneHotBins)[]

/**
 * Finds the thresholds of a feature of the training rows.
 *
 * One with at most `maxBins` different values is cut in the middle of each gap; others are cut at
 * quantiles, in the middle of the gap nearest to each. Source: Spark ML, RandomForest.findSplits; there from
 * a sample, here from all rows.
 */
export function fitBin(
  feature: FeatureMatrix['features'][number],
  maxBins: number,
  code: BinCode,
): Binning[number] {
  return feature.kind === 'numeric' ? numericBins(feature, maxBins, code) : oneHotBins(feature)
}

/** Finds the thresholds of every feature. */
export function fitBins({ numRows, features }: FeatureMatrix, maxBins: number): Binning {
  const code = new BinCode(numRows)
  return features.map((feature) => fitBin(feature, maxBins, code))
}

/**
 * Writes the bin of a feature in every row.
 *
 * @param thresholds  Of the feature, as `fitBin` found them.
 * @param bins  Receives the bins, [numRows].
 */
export function binFeature(
  { thresholds }: Binning[number],
  feature: FeatureMatrix['features'][number],
  bins: Uint8Array,
  code: BinCode,
): void {
  if (feature.kind === 'one-hot') bins.set(feature.codes)
  else code.findBins(feature.values, thresholds, bins)
}

function oneHotBins(feature: OneHotFeature): OneHotBins {
  const { slot, numSlots, off, on } = feature
  const thresholds = off.map((value, index) => between(value, on[index]))
  return { kind: 'one-hot', slot, numSlots, numBins: numSlots + 1, thresholds }
}

function numericBins(feature: NumericFeature, maxBins: number, code: BinCode): NumericBins {
  const thresholds = thresholdsOf(feature.values, maxBins, code)
  return { kind: 'numeric', slot: feature.slot, numBins: thresholds.length + 1, thresholds }
}

function thresholdsOf(list: Float64Array, maxBins: number, code: BinCode): Float64Array {
  const stride = list.length / maxBins
  const counted = code.countDistinct(list)
  if (counted === null) return code.cutValues(list, stride)
  const { values } = counted
  if (values.length > maxBins) return code.cutCounted(counted, stride)
  return Float64Array.from(values.subarray(1), (value, index) => between(values[index], value))
}
