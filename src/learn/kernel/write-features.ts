import type { Binning } from '../bins/bins.ts'
import type { Bundles } from '../bundles/bundles.ts'
import { CODING_BYTES, FEATURE_WORDS, type KernelAreas, MAX_CODES } from './kernel-areas.ts'

/** Writes how the features are cut and bundled, as the compiled code reads it. */
export function writeFeatures(
  { buffer }: WebAssembly.Memory,
  areas: Pick<KernelAreas, 'features' | 'codings' | 'numCodes'>,
  { binning, bundles }: { readonly binning: Binning; readonly bundles: Bundles },
): void {
  const words = new Uint32Array(buffer, areas.features, binning.length * FEATURE_WORDS)
  const codings = new Uint8Array(buffer, areas.codings, binning.length * CODING_BYTES)
  const numMembers = bundles.numCodes.map(() => 0)
  for (const { bundle } of bundles.features) numMembers[bundle]++
  bundles.features.forEach(({ bundle, binOfCode }, feature) => {
    const cut = binning[feature]
    const numCodes = bundles.numCodes[bundle]
    const numSlots = cut.kind === 'one-hot' ? cut.numSlots : 0
    const numJoined = numMembers[bundle] > 1 ? numCodes : 0
    words.set([cut.slot, numSlots, cut.numBins, bundle, numJoined], feature * FEATURE_WORDS)
    const parts = [binOfCode, ...rankCodes(binOfCode.subarray(0, numCodes))]
    for (const [index, part] of parts.entries()) codings.set(part, feature * CODING_BYTES + index * MAX_CODES)
  })
  new Uint32Array(buffer, areas.numCodes, bundles.numCodes.length).set(bundles.numCodes)
}

/** Gives the codes by bin, by place in that order the rank of the bin among those that occur, and the bin by rank. */
function rankCodes(binOfCode: Uint8Array): readonly (readonly number[])[] {
  const codes = Array.from(binOfCode, (_, code) => code).sort((a, b) => binOfCode[a] - binOfCode[b])
  const bins = [...new Set(codes.map((code) => binOfCode[code]))]
  return [codes, codes.map((code) => bins.indexOf(binOfCode[code])), bins]
}
