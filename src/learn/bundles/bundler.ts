import type { BundledRows, FeatureCode } from './bundles.ts'
import { PairCode } from './pair-code.ts'

/** Codes that one byte of a row can hold. */
const MAX_CODES = 256

/** A bundle that may still take another feature. */
interface Open {
  numCodes: number
  /** [numRows] */
  readonly codes: Uint8Array
  /** Feature and its bin by code. */
  members: { readonly feature: number; readonly binOfCode: Uint8Array }[]
}

/** A bundle that can take a feature, and the pairs of its codes and the feature's bins, 256 * code + bin. */
interface Home {
  readonly bundle: Open
  readonly pairs: Uint16Array
}

/**
 * Puts each feature in turn into the bundle to which it adds the fewest codes, or begins a new one where a byte would not
 * tell them apart.
 */
export class Bundler {
  readonly #numRows: number
  readonly #open: Open[] = []
  readonly #code = new PairCode()
  #numFeatures = 0

  constructor(numRows: number) {
    this.#numRows = numRows
  }

  /**
   * Takes the next feature.
   *
   * @param bins  Its bin in each row, [numRows]; from here on the bundler's own.
   */
  add(numBins: number, bins: Uint8Array): void {
    const feature = this.#numFeatures++
    const home = this.#bestHome(bins)
    if (home === null) {
      const binOfCode = Uint8Array.from({ length: MAX_CODES }, (_, code) => code)
      this.#open.push({ numCodes: numBins, codes: bins, members: [{ feature, binOfCode }] })
    } else this.#join(home, feature, bins)
  }

  /** Gives what the features that were added have become. */
  bundled(): BundledRows {
    const features: FeatureCode[] = []
    this.#open.forEach(({ members }, bundle) => {
      for (const { feature, binOfCode } of members) features[feature] = { bundle, binOfCode }
    })
    const numCodes = this.#open.map((bundle) => bundle.numCodes)
    const codes = this.#open.map((bundle) => bundle.codes)
    return { numRows: this.#numRows, bundles: { numCodes, features }, codes }
  }

  #bestHome(bins: Uint8Array): Home | null {
    let best: Home | null = null
    let fewest = MAX_CODES
    for (const bundle of this.#open) {
      // more codes than that are too many, or more than the best so far would get
      const limit = Math.min(MAX_CODES, bundle.numCodes + fewest - 1)
      const pairs = this.#code.numberPairs(bundle.codes, bins, limit)
      if (pairs === null) continue
      best = { bundle, pairs }
      fewest = pairs.length - bundle.numCodes
      if (fewest <= 0) break
    }
    return best
  }

  #join({ bundle, pairs }: Home, feature: number, bins: Uint8Array): void {
    this.#code.replacePairs(bundle.codes, bins, pairs)
    const byPair = (value: (pair: number) => number) => {
      const byCode = new Uint8Array(MAX_CODES)
      pairs.forEach((pair, code) => {
        byCode[code] = value(pair)
      })
      return byCode
    }
    bundle.members = bundle.members.map((member) => ({
      feature: member.feature,
      binOfCode: byPair((pair) => member.binOfCode[pair >> 8]),
    }))
    bundle.members.push({ feature, binOfCode: byPair((pair) => pair & 255) })
    bundle.numCodes = pairs.length
  }
}
