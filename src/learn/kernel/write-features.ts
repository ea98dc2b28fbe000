import type { Binning } from '../bins.ts'
import type { Bundles } from '../bundles.ts'
import { FEATURE_WORDS, type KernelAreas, MAX_CODES } from './kernel-areas.ts'

/** Writes how the features are cut and bundled, as the compiled code reads it. */
export function writeFeatures(
  { buffer }: WebAssembly.Memory,
  areas: Pick<KernelAreas, 'features' | 'binOfCode' | 'numCodes'>,
  { binning, bundles }: { readonly binning: Binning; readonly bundles: Bundles },
): void {
  const words = new Uint32Array(buffer, areas.features, binning.length * FEATURE_WORDS)
  const bins = new Uint8Array(buffer, areas.binOfCode, binning.length * MAX_CODES)
  const numMembers = bundles.numCodes.map(() => 0)
  for (const { bundle } of bundles.features) numMembers[bundle]++
  bundles.features.forEach(({ bundle, binOfCode }, feature) => {
    const cut = binning[feature]
    const numSlots = cut.kind === 'one-hot' ? cut.numSlots : 0
    const numJoined = numMembers[bundle] > 1 ? bundles.numCodes[bundle] : 0
    words.set([cut.slot, numSlots, cut.numBins, bundle, numJoined], feature * FEATURE_WORDS)
    bins.set(binOfCode, feature * MAX_CODES)
  })
  new Uint32Array(buffer, areas.numCodes, bundles.numCodes.length).set(bundles.numCodes)
}
