/** A vector of Spark ML; what a sparse one does not list is 0. */
export type SparkVector =
  | { readonly kind: 'dense'; readonly values: Float64Array }
  | {
      readonly kind: 'sparse'
      readonly size: number
      /** Ascending, beside `values`. */
      readonly indices: Int32Array
      readonly values: Float64Array
    }

/**
 * Makes a vector of the fields in which Spark keeps it.
 *
 * @param type  1 of a dense vector, whose size and indices are null, and 0 of a sparse one.
 */
export function vectorFromFields(
  type: number,
  size: number | null,
  indices: Iterable<number> | null,
  values: Iterable<number>,
): SparkVector {
  if (type === 1) return { kind: 'dense', values: Float64Array.from(values) }
  return {
    kind: 'sparse',
    size: size ?? 0,
    indices: Int32Array.from(indices ?? []),
    values: Float64Array.from(values),
  }
}

/** All values of a vector, zeros included; those of a dense vector are the vector's own. */
export function valuesFromVector(vector: SparkVector): Float64Array {
  if (vector.kind === 'dense') return vector.values
  const values = new Float64Array(vector.size)
  for (const [at, index] of vector.indices.entries()) values[index] = vector.values[at]
  return values
}
