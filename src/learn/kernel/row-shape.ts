import type { Binning } from '../bins/bins.ts'
import type { Bundles } from '../bundles/bundles.ts'

/** Numbers that decide how much room a kernel takes. */
export interface RowShape {
  readonly numRows: number
  readonly numFeatures: number
  readonly numSlots: number
  readonly numBundles: number
  /** Bytes from one row to the next: a code for each bundle, padding, and at the end what the row carries. */
  readonly stride: number
}

/** Gives the bytes from one row to the next: a multiple of 8, at least the 16 that compiled kernels copy at a time. */
export function strideOf(numBundles: number, tailBytes: number): number {
  return Math.max(16, Math.ceil((numBundles + tailBytes) / 8) * 8)
}

/** Rows of codes, as far as their shape goes. */
interface Coded {
  readonly binning: Binning
  readonly bundles: Bundles
  readonly numRows: number
  readonly stride: number
}

/** Gives the shape of rows of codes. */
export function shapeOf({ binning, bundles, numRows, stride }: Coded): RowShape {
  const numSlots = binning.reduce((sum, cut) => sum + (cut.kind === 'one-hot' ? cut.numSlots : 1), 0)
  return { numRows, numFeatures: binning.length, numSlots, numBundles: bundles.numCodes.length, stride }
}

/**
 * Writes the codes of rows, and leaves what the rows carry as it is.
 *
 * @param codes  By bundle, [numBundles][numRows].
 * @param out  Receives the rows, [numRows, stride].
 */
export function writeCodes(codes: readonly Uint8Array[], out: Uint8Array, stride: number): void {
  codes.forEach((ofBundle, bundle) => {
    for (let row = 0, at = bundle; row < ofBundle.length; row++, at += stride) out[at] = ofBundle[row]
  })
}
