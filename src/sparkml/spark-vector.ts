import { type SparkType, sparkTypes } from './spark-type.ts'

const { array, byte, double, integer, struct } = sparkTypes
const parts = struct([
  ['type', byte, 'REQUIRED'],
  ['size', integer, 'OPTIONAL'],
  ['indices', array(integer, 'REQUIRED'), 'OPTIONAL'],
  ['values', array(double, 'REQUIRED'), 'OPTIONAL'],
])

/** Column type of a vector. */
export const vectorType: SparkType = {
  json: {
    type: 'udt',
    class: 'org.apache.spark.ml.linalg.VectorUDT',
    pyClass: 'pyspark.ml.linalg.VectorUDT',
    sqlType: parts.json,
  },
  elements: parts.elements,
}

/** Gives a vector as Spark stores it, dense: without size and indices. */
export function vectorFromValues(values: Float64Array): object {
  return { type: 1, size: null, indices: null, values: [...values] }
}
