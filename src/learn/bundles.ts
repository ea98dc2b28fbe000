import type { Binning } from './bins/bins.ts'

/** Codes that one byte of a row can hold. */
const MAX_CODES = 256
/** Pairs of a code and a bin. */
const NUM_PAIRS = 2 ** 16

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

/** A bundle that may still take another feature. */
interface Open {
  numCodes: number
  /** [numRows] */
  readonly codes: Uint8Array
  /** Feature and its bin by code. */
  members: { readonly feature: number; readonly binOfCode: Uint8Array }[]
}

/**
 * Puts each feature in turn into the bundle to which it adds the fewest codes, or begins a new one where a byte would not
 * tell them apart.
 *
 * @param writeBins  Writes the bins of a feature, [numRows].
 */
export function bundleFeatures(
  binning: Binning,
  numRows: number,
  writeBins: (feature: number, bins: Uint8Array) => void,
): BundledRows {
  const open: Open[] = []
  const codeOfPair = new Int16Array(NUM_PAIRS)
  let bins = new Uint8Array(numRows)
  for (const [feature, { numBins }] of binning.entries()) {
    writeBins(feature, bins)
    const home = bestHome(open, bins, codeOfPair)
    if (home === null) {
      const binOfCode = Uint8Array.from({ length: MAX_CODES }, (_, code) => code)
      open.push({ numCodes: numBins, codes: bins, members: [{ feature, binOfCode }] })
      bins = new Uint8Array(numRows)
    } else join(home, { feature, bins }, codeOfPair)
  }
  const features: FeatureCode[] = []
  open.forEach(({ members }, bundle) => {
    for (const { feature, binOfCode } of members) features[feature] = { bundle, binOfCode }
  })
  const numCodes = open.map((bundle) => bundle.numCodes)
  return { numRows, bundles: { numCodes, features }, codes: open.map(({ codes }) => codes) }
}

/** A bundle that can take a feature, and the pairs of its codes and the feature's bins. */
interface Home {
  readonly bundle: Open
  readonly pairs: readonly number[]
}

function bestHome(open: readonly Open[], bins: Uint8Array, codeOfPair: Int16Array): Home | null {
  let best: Home | null = null
  let fewest = Infinity
  for (const bundle of open) {
    const pairs = numberPairs(bundle.codes, bins, codeOfPair)
    if (pairs === null || pairs.length - bundle.numCodes >= fewest) continue
    best = { bundle, pairs }
    fewest = pairs.length - bundle.numCodes
  }
  return best
}

/** Takes a feature into a bundle. */
function join(
  { bundle, pairs }: Home,
  { feature, bins }: { readonly feature: number; readonly bins: Uint8Array },
  codeOfPair: Int16Array,
): void {
  const { codes, members } = bundle
  pairs.forEach((pair, code) => {
    codeOfPair[pair] = code
  })
  for (let row = 0; row < codes.length; row++) codes[row] = codeOfPair[(codes[row] << 8) | bins[row]]
  const byPair = (value: (pair: number) => number) => {
    const byCode = new Uint8Array(MAX_CODES)
    pairs.forEach((pair, code) => {
      byCode[code] = value(pair)
    })
    return byCode
  }
  bundle.members = members.map((member) => ({
    feature: member.feature,
    binOfCode: byPair((pair) => member.binOfCode[pair >> 8]),
  }))
  bundle.members.push({ feature, binOfCode: byPair((pair) => pair & 255) })
  bundle.numCodes = pairs.length
}

/**
 * Numbers the pairs of code and bin in the order in which the rows show them.
 *
 * @param codeOfPair  Room for the number of each pair, [65536].
 * @returns The pairs (256 * code + bin) by number, or `null` if there are more than a byte can tell apart.
 */
function numberPairs(codes: Uint8Array, bins: Uint8Array, codeOfPair: Int16Array): number[] | null {
  const pairs: number[] = []
  codeOfPair.fill(-1)
  for (let row = 0; row < codes.length; row++) {
    const pair = (codes[row] << 8) | bins[row]
    if (codeOfPair[pair] >= 0) continue
    if (pairs.length === MAX_CODES) return null
    codeOfPair[pair] = pairs.length
    pairs.push(pair)
  }
  return pairs
}
