import { type FeatureMatrix, newValues } from '../model/feature-matrix.ts'
import { numericMoments, sampleDeviation } from './numeric-moments.ts'

/**
 * Scales each slot of a vector to mean 0 and deviation 1: (x - mean) * (1 / std), in this order of operations,
 * so that predictions equal Spark's to the last bit; a slot of deviation 0 becomes 0.
 */
export interface StandardScalerModel {
  readonly kind: 'StandardScalerModel'
  readonly inputCol: string
  readonly outputCol: string
  /** Mean of each slot over the training rows, [numSlots]. */
  readonly mean: Float64Array
  /** Sample deviation (n - 1) of each slot over the training rows, [numSlots]. */
  readonly std: Float64Array
  readonly withMean: boolean
  readonly withStd: boolean
}

/**
 * Measures mean and sample deviation of each slot, both [numSlots].
 *
 * The slots of a one-hot group follow from the counts of its codes.
 */
export function fitMoments(matrix: FeatureMatrix): { mean: Float64Array; std: Float64Array } {
  const mean = new Float64Array(matrix.numSlots)
  const std = new Float64Array(matrix.numSlots)
  for (const feature of matrix.features) {
    if (feature.kind === 'numeric') {
      const moments = numericMoments(feature.values)
      mean[feature.slot] = moments.mean
      std[feature.slot] = moments.std
      continue
    }
    const counts = new Float64Array(feature.numSlots + 1)
    for (const code of feature.codes) counts[code]++
    for (let index = 0; index < feature.numSlots; index++) {
      const share = counts[index] / matrix.numRows
      const height = feature.on[index] - feature.off[index]
      mean[feature.slot + index] = feature.off[index] + share * height
      std[feature.slot + index] =
        Math.abs(height) * sampleDeviation(counts[index] * (1 - share), matrix.numRows)
    }
  }
  return { mean, std }
}

/**
 * Applies a scaler to every slot; codes of one-hot groups stay, values are new.
 *
 * @param isShared  See newValues.
 */
export function scaleMatrix(
  scaler: StandardScalerModel,
  matrix: FeatureMatrix,
  isShared: boolean,
): FeatureMatrix {
  const features = matrix.features.map((feature) => {
    const { slot } = feature
    if (feature.kind === 'numeric') {
      const values = newValues(matrix.numRows, isShared)
      feature.values.forEach((value, row) => {
        values[row] = scaleValue(scaler, slot, value)
      })
      return { ...feature, values }
    }
    const scaled = (values: Float64Array) => values.map((value, at) => scaleValue(scaler, slot + at, value))
    return { ...feature, off: scaled(feature.off), on: scaled(feature.on) }
  })
  return { ...matrix, features }
}

function scaleValue(scaler: StandardScalerModel, slot: number, value: number): number {
  const shifted = scaler.withMean ? value - scaler.mean[slot] : value
  if (!scaler.withStd) return shifted
  return scaler.std[slot] === 0 ? 0 : shifted * (1 / scaler.std[slot])
}
