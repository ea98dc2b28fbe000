/** A feature with one slot: its values as the model sees them (scaled), [numRows]. */
export interface NumericFeature {
  readonly kind: 'numeric'
  readonly slot: number
  readonly values: Float64Array
}

/**
 * A categorical feature with one slot a category, of which at most one is on in a row.
 *
 * Kept as one code a row; the slots themselves are never stored.
 */
export interface OneHotFeature {
  readonly kind: 'one-hot'
  /** First slot of the group. */
  readonly slot: number
  readonly numSlots: number
  /** Which slot of the group is on, [numRows]; `numSlots` where none is. */
  readonly codes: Uint8Array
  /** Value of each slot where it is off, [numSlots]; 0 before scaling. */
  readonly off: Float64Array
  /** Value of each slot where it is on, [numSlots]; 1 before scaling. */
  readonly on: Float64Array
}

/**
 * Makes room for the values of a feature, all 0.
 *
 * @param isShared  Whether in memory that threads can share; V8 does not count it when it decides to collect garbage.
 */
export function newValues(numRows: number, isShared: boolean): Float64Array {
  if (!isShared) return new Float64Array(numRows)
  return new Float64Array(new SharedArrayBuffer(numRows * Float64Array.BYTES_PER_ELEMENT))
}

/** Makes room for the codes of a feature, all 0; see newValues. */
export function newCodes(numRows: number, isShared: boolean): Uint8Array {
  return isShared ? new Uint8Array(new SharedArrayBuffer(numRows)) : new Uint8Array(numRows)
}

/** Prepared rows, feature by feature in the order of their slots. */
export interface FeatureMatrix {
  readonly numRows: number
  readonly numSlots: number
  readonly features: readonly (NumericFeature | OneHotFeature)[]
}

/**
 * Writes rows of a matrix as full vectors.
 *
 * @param out  Receives rows `start` to `end` (exclusive), row-major, [end - start, numSlots].
 */
export function writeDenseRows(matrix: FeatureMatrix, start: number, end: number, out: Float64Array): void {
  const { numSlots } = matrix
  for (const feature of matrix.features) {
    if (feature.kind === 'numeric') {
      const { values } = feature
      for (let row = start, at = feature.slot; row < end; row++, at += numSlots) out[at] = values[row]
      continue
    }
    const { codes, off, on } = feature
    for (let row = start, at = feature.slot; row < end; row++, at += numSlots) {
      out.set(off, at)
      const code = codes[row]
      if (code < feature.numSlots) out[at + code] = on[code]
    }
  }
}
