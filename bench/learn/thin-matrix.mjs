import { readMatrix } from './read-matrix.mjs'
import { writeMatrix } from './write-matrix.mjs'

/**
 * Writes a matrix with evenly spaced rows of what export-matrix.mjs wrote to learn from, and all of its test rows.
 *
 * @param count  Rows to learn from, at most as many as there are.
 */
export function thinMatrix(directory, count, out) {
  const { matrix, labels, rowIds } = readMatrix(directory, 'train')
  const at = Uint32Array.from({ length: count }, (_, row) => Math.floor((row * matrix.numRows) / count))
  const thin = (values) => thinValues(values, at)
  const features = matrix.features.map((feature) =>
    feature.kind === 'numeric'
      ? { ...feature, values: thin(feature.values) }
      : { ...feature, codes: thin(feature.codes) },
  )
  const train = {
    matrix: { ...matrix, numRows: count, features },
    labels: thin(labels),
    rowIds: thin(rowIds),
  }
  writeMatrix(out, matrix.numSlots, { train, test: readMatrix(directory, 'test') })
}

/** Gives the values of some rows, in an array of the same type. */
function thinValues(values, rows) {
  const some = new values.constructor(rows.length)
  for (let at = 0; at < rows.length; at++) some[at] = values[rows[at]]
  return some
}
