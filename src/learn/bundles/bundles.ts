/** Where a row keeps the bin of a feature. */
export interface FeatureCode {
  /** Which byte of the row: the bundle that the feature is in. */
  readonly bundle: number
  /** Bin by code of the bundle, [256]; of a feature that is alone in its bundle the code itself. */
  readonly binOfCode: Uint8Array
}

/**
 * Features in bundles: a row has one byte for all features of a bundle, the code of the combination of their bins.
 *
 * What follows from one thing (all that the position of a sensor decides, all that the time of day does) comes in few
 * combinations. A histogram of the codes holds, added up by bin, the histogram of each of the features, so rows are
 * shorter and fewer numbers are summed, with the same result.
 */
export interface Bundles {
  /** Number of codes of each bundle, at most 256. */
  readonly numCodes: readonly number[]
  /** By feature. */
  readonly features: readonly FeatureCode[]
}

/** Codes of rows by bundle, [numBundles][numRows], and what they mean. */
export interface BundledRows {
  readonly numRows: number
  readonly bundles: Bundles
  readonly codes: readonly Uint8Array[]
}
