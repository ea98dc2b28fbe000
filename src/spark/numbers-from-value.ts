import { FreeflowError } from '../errors.ts'
import type { SparkValue } from './spark-value.ts'
import { type SparkVector, valuesFromVector } from './spark-vector.ts'

/** Whether a value of Spark is a vector; nothing else that Spark gives has values in a Float64Array. */
export function isVector(value: SparkValue): value is SparkVector {
  return (
    typeof value === 'object' && value !== null && 'values' in value && value.values instanceof Float64Array
  )
}

/**
 * The numbers of a value that is a vector or an array: coefficients, importances, weights of trees.
 *
 * @throws FreeflowError `engine` if it is neither, or has an element that is no number.
 */
export function numbersFromValue(value: SparkValue): Float64Array {
  if (isVector(value)) return valuesFromVector(value)
  if (Array.isArray(value) && value.every((element) => typeof element === 'number'))
    return Float64Array.from(value)
  throw new FreeflowError(
    'engine',
    `Spark must give a vector or an array of numbers, got ${describeValue(value)}`,
  )
}

function describeValue(value: SparkValue): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array of other things' : typeof value
}
