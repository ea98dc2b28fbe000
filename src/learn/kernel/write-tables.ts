import type { Binning } from '../bins.ts'
import type { GrownTree } from '../grown-tree.ts'
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

/**
 * Writes the nodes of a tree as the compiled code walks them; a leaf leads to itself.
 *
 * @param out  Four numbers a node, [grown.length * 4].
 * @returns The number of edges on the longest path.
 */
export function writeNodes(out: Uint32Array, grown: GrownTree, binning: Binning): number {
  const depths = new Uint8Array(grown.length)
  let deepest = 0
  // in pre-order a node stands before its children
  for (let node = 0; node < grown.length; node++) {
    const { feature, bin, left, right } = grown[node]
    const at = node * 4
    if (feature < 0) {
      out.set([0, 255 << 8, node * 16, node * 16], at)
      deepest = Math.max(deepest, depths[node])
      continue
    }
    depths[left] = depths[node] + 1
    depths[right] = depths[node] + 1
    if (binning[feature].kind === 'one-hot') out.set([feature, bin, right * 16, left * 16], at)
    else out.set([feature, bin << 8, left * 16, right * 16], at)
  }
  return deepest
}
