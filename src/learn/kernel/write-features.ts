import type { Binning } from '../bins.ts'
import type { KernelAreas } from './kernel-areas.ts'

/** Writes how the features are cut, as the compiled code reads it. */
export function writeFeatures(
  memory: WebAssembly.Memory,
  { features, numBins }: Pick<KernelAreas, 'features' | 'numBins'>,
  binning: Binning,
): void {
  const entries = binning.flatMap((cut) => [cut.slot, cut.kind === 'one-hot' ? cut.numSlots : 0, cut.numBins])
  new Uint32Array(memory.buffer, features, entries.length).set(entries)
  const counts = binning.map((cut) => cut.numBins)
  new Uint32Array(memory.buffer, numBins, counts.length).set(counts)
}
