import type { GrownTree } from '../grown-tree.ts'
import { loadCompiledCode } from './compiled-code.ts'
import { joinSquares } from './join-squares.ts'
import type { NodeRows, Split, SplitLimits, TreeKernel } from './kernel.ts'
import { claimAreas, HISTOGRAM_FEATURE_BYTES, rowShape } from './kernel-areas.ts'
import type { TrainingRows } from './training-rows.ts'
import { writeFeatures, writeNodes } from './write-tables.ts'

/** Up to so many rows a node has no histogram: its rows are summed again for each feature that it draws. */
const SMALL_ROWS = 192

/**
 * Makes the compiled kernel (WebAssembly), which is faster than the reference and grows the same trees.
 *
 * The rows of a node move with it: they are copied from one of two buffers to the other, those that go left
 * from its front on and the others from its back, and so are read in sequence ever after. A row carries its bins
 * and a packed number, sum and count in one, which also is what a histogram adds up.
 *
 * @param memory  Holds the rows; grows by what this kernel needs, which no other kernel touches.
 */
export function compiledKernel(rows: TrainingRows, memory: WebAssembly.Memory): TreeKernel {
  const { binning, numRows, stride } = rows
  const shape = rowShape(binning, numRows)
  const { numFeatures, numSlots } = shape
  const areas = claimAreas(memory, shape)
  const code = loadCompiledCode(memory)
  const targets = new Int32Array(memory.buffer, areas.target, numRows)
  const weights = new Uint8Array(memory.buffer, areas.weights, numRows)
  const isDrawn = new Uint8Array(memory.buffer, areas.isDrawn, numSlots)
  const result = new Float64Array(memory.buffer, areas.result, 8)
  const numBins = areas.numBins
  writeFeatures(memory, areas, binning)

  /** Address of a row of a node: its buffer is that of its depth. */
  const addressOf = (depth: number, row: number) => areas.buffers[depth & 1] + row * stride
  const histogramAt = (index: number) => areas.histograms + index * numFeatures * HISTOGRAM_FEATURE_BYTES
  const isSmall = ({ start, end }: NodeRows) => end - start <= SMALL_ROWS

  function takeBag(bagTarget: Int32Array, bagWeights: Uint8Array): NodeRows {
    targets.set(bagTarget)
    weights.set(bagWeights)
    const [first] = areas.buffers
    const { byteOffset } = rows.bins
    const last =
      code.takeBag(byteOffset, numRows, stride, areas.target, areas.weights, first, areas.result) >>> 0
    const end = (last - first) / stride
    const root = { start: 0, end, numRows: result[0], sum: result[1], depth: 0, histogram: 0 }
    if (!isSmall(root)) buildHistogram(root)
    return root
  }

  function buildHistogram(node: NodeRows): void {
    code.clearHistogram(histogramAt(node.histogram), numBins, numFeatures)
    addRows(node, node.histogram, 1)
  }

  function addRows({ start, end, depth }: NodeRows, histogram: number, sign: 1 | -1): void {
    const [from, to] = [addressOf(depth, start), addressOf(depth, end)]
    code.addRows(from, to, stride, numFeatures, histogramAt(histogram), sign)
  }

  function findSplit(node: NodeRows, drawn: Uint8Array, limits: SplitLimits): Split | null {
    isDrawn.set(drawn)
    code.findSplit(
      isSmall(node) ? 0 : histogramAt(node.histogram),
      addressOf(node.depth, node.start),
      addressOf(node.depth, node.end),
      stride,
      areas.features,
      numFeatures,
      areas.isDrawn,
      node.numRows,
      node.sum,
      limits.minInstancesPerNode,
      limits.minGain,
      areas.scratch,
      areas.result,
    )
    const [feature, bin, gain, leftSum, leftRows] = result
    return feature < 0 ? null : { feature, bin, gain, leftSum, leftRows }
  }

  function splitRows(node: NodeRows, split: Split): readonly [NodeRows, NodeRows] {
    const depth = node.depth + 1
    const middle = partition(node, split)
    const leftIsSmaller = middle - node.start <= node.end - middle
    const [own, inherited] = [depth, node.histogram]
    const left: NodeRows = {
      start: node.start,
      end: middle,
      numRows: split.leftRows,
      sum: split.leftSum,
      depth,
      histogram: leftIsSmaller ? own : inherited,
    }
    const right: NodeRows = {
      start: middle,
      end: node.end,
      numRows: node.numRows - split.leftRows,
      sum: node.sum - split.leftSum,
      depth,
      histogram: leftIsSmaller ? inherited : own,
    }
    if (leftIsSmaller) updateHistograms(left, right)
    else updateHistograms(right, left)
    return [left, right]
  }

  function partition({ start, end, depth }: NodeRows, split: Split): number {
    const { low, span, outside } = rangeOf(split)
    const out = addressOf(depth + 1, start)
    const [from, to] = [addressOf(depth, start), addressOf(depth, end)]
    const middle = code.partition(from, to, stride, split.feature, low, span, outside, out) >>> 0
    return start + (middle - out) / stride
  }

  /** Sums the smaller child and takes it from the parent's histogram, which the larger one inherits. */
  function updateHistograms(small: NodeRows, large: NodeRows): void {
    if (isSmall(large)) return
    if (isSmall(small)) {
      addRows(small, large.histogram, -1)
      return
    }
    buildHistogram(small)
    code.subtractHistogram(histogramAt(large.histogram), histogramAt(small.histogram), numBins, numFeatures)
  }

  /** The bins that a split asks for, and whether the rows outside of them are those that go left. */
  function rangeOf({ feature, bin }: Split): { low: number; span: number; outside: 0 | 1 } {
    return binning[feature].kind === 'one-hot'
      ? { low: bin, span: 0, outside: 1 }
      : { low: 0, span: bin, outside: 0 }
  }

  function sumSquares({ start, end, depth }: NodeRows): number {
    code.sumSquares(addressOf(depth, start), addressOf(depth, end), stride, 0, 0, 255, areas.result)
    return joinSquares(result[0], result[1], result[2])
  }

  function sumSquaresOfSides({ start, end, depth }: NodeRows, split: Split): readonly [number, number] {
    const { low, span, outside } = rangeOf(split)
    const [from, to] = [addressOf(depth, start), addressOf(depth, end)]
    code.sumSquares(from, to, stride, split.feature, low, span, areas.result)
    const inside = joinSquares(result[0], result[1], result[2])
    const others = joinSquares(result[3], result[4], result[5])
    return outside === 1 ? [others, inside] : [inside, others]
  }

  function findLeaves(grown: GrownTree): Int32Array {
    // between trees the buffers are free
    const [nodes, leaves] = areas.buffers
    const depth = writeNodes(new Uint32Array(memory.buffer, nodes, grown.length * 4), grown, binning)
    code.findLeaves(rows.bins.byteOffset, numRows, stride, nodes, depth, leaves)
    return new Int32Array(memory.buffer, leaves, numRows)
  }

  return { takeBag, findSplit, splitRows, sumSquares, sumSquaresOfSides, findLeaves }
}
