import { medianOf } from './median.ts'

/**
 * Gives the median of the values of each leaf's rows, [numNodes]; 0 for a node that no row ends in.
 *
 * @param leaves  Node that each row ends in, [numRows].
 * @param values  [numRows].
 */
export function leafMedians(leaves: Int32Array, values: Float64Array, numNodes: number): Float64Array {
  const ends = new Int32Array(numNodes)
  for (let row = 0; row < leaves.length; row++) ends[leaves[row]]++
  for (let node = 1; node < numNodes; node++) ends[node] += ends[node - 1]
  const starts = Int32Array.from(ends, (_, node) => (node === 0 ? 0 : ends[node - 1]))
  // rows of a leaf side by side
  const grouped = new Float64Array(values.length)
  const next = starts.slice()
  for (let row = 0; row < leaves.length; row++) grouped[next[leaves[row]]++] = values[row]
  return Float64Array.from(starts, (start, node) => medianOf(grouped.subarray(start, ends[node])))
}
