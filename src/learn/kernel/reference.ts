import type { GrownTree } from '../grown-tree.ts'
import { joinSquares, LOW_BITS } from './join-squares.ts'
import type { NodeRows, Split, SplitLimits, TreeKernel } from './kernel.ts'
import type { TrainingRows } from './training-rows.ts'

/** Numbers kept per bin: sum of the targets, number of rows. */
const CELL = 2

/**
 * Makes the plain TypeScript kernel: the oracle that others are compared with.
 *
 * Rows stay where they are; a node is a range of a list of row numbers. A histogram holds, feature after
 * feature and bin after bin, sum and count as doubles (integers below 2^53, so exact).
 */
export function referenceKernel(rows: TrainingRows): TreeKernel {
  const { binning, bins, stride } = rows
  const numFeatures = binning.length
  const firstCell: number[] = []
  let numCells = 0
  for (const { numBins } of binning) {
    firstCell.push(numCells)
    numCells += numBins * CELL
  }
  const cellOffsets = Int32Array.from(firstCell)
  const histograms: Float64Array[] = []
  const order = new Uint32Array(rows.numRows)
  const rightRows = new Uint32Array(rows.numRows)
  let target: Int32Array = new Int32Array(0)
  let weights: Uint8Array = new Uint8Array(0)

  function histogramAt(index: number): Float64Array {
    histograms[index] ??= new Float64Array(numCells)
    return histograms[index]
  }

  function takeBag(bagTarget: Int32Array, bagWeights: Uint8Array): NodeRows {
    target = bagTarget
    weights = bagWeights
    let end = 0
    let numRows = 0
    let sum = 0
    for (let row = 0; row < rows.numRows; row++) {
      const weight = weights[row]
      if (weight === 0) continue
      order[end++] = row
      numRows += weight
      sum += weight * target[row]
    }
    const root = { start: 0, end, numRows, sum, depth: 0, histogram: 0 }
    buildHistogram(root)
    return root
  }

  function buildHistogram({ start, end, histogram }: NodeRows): void {
    const cells = histogramAt(histogram)
    cells.fill(0)
    for (let at = start; at < end; at++) {
      const row = order[at]
      const weight = weights[row]
      const weighted = weight * target[row]
      const binsAt = row * stride
      for (let feature = 0; feature < numFeatures; feature++) {
        const cell = cellOffsets[feature] + bins[binsAt + feature] * CELL
        cells[cell] += weighted
        cells[cell + 1] += weight
      }
    }
  }

  /** Takes the smaller child from the parent's histogram, which the larger one inherits. */
  function subtractHistogram({ histogram }: NodeRows, parent: number): void {
    const cells = histogramAt(parent)
    const child = histogramAt(histogram)
    for (let cell = 0; cell < numCells; cell++) cells[cell] -= child[cell]
  }

  function findSplit(node: NodeRows, isDrawn: Uint8Array, limits: SplitLimits): Split | null {
    const cells = histogramAt(node.histogram)
    let best: Split | null = null
    for (let feature = 0; feature < numFeatures; feature++) {
      const cut = binning[feature]
      const scan = { cells: cells.subarray(cellOffsets[feature]), feature, node, limits, best }
      if (cut.kind === 'one-hot') best = scanGroup(scan, isDrawn.subarray(cut.slot), cut.numSlots)
      else if (isDrawn[cut.slot] === 1) best = scanBins(scan, cut.numBins)
    }
    return best
  }

  function goesLeft(row: number, { feature, bin }: Pick<Split, 'feature' | 'bin'>): boolean {
    const own = bins[row * stride + feature]
    return binning[feature].kind === 'one-hot' ? own !== bin : own <= bin
  }

  function splitRows(node: NodeRows, split: Split): readonly [NodeRows, NodeRows] {
    const { start, end, numRows, sum, histogram } = node
    const middle = partition(node, split)
    const { leftRows, leftSum } = split
    const depth = node.depth + 1
    const leftIsSmaller = middle - start <= end - middle
    const [ofLeft, ofRight] = leftIsSmaller ? [depth, histogram] : [histogram, depth]
    const left = { start, end: middle, numRows: leftRows, sum: leftSum, depth, histogram: ofLeft }
    const right = {
      start: middle,
      end,
      numRows: numRows - leftRows,
      sum: sum - leftSum,
      depth,
      histogram: ofRight,
    }
    const small = leftIsSmaller ? left : right
    buildHistogram(small)
    subtractHistogram(small, histogram)
    return [left, right]
  }

  function partition({ start, end }: NodeRows, split: Split): number {
    let left = start
    let numRight = 0
    for (let at = start; at < end; at++) {
      const row = order[at]
      if (goesLeft(row, split)) order[left++] = row
      else rightRows[numRight++] = row
    }
    order.set(rightRows.subarray(0, numRight), left)
    return left
  }

  function sumSquares({ start, end }: Pick<NodeRows, 'start' | 'end'>): number {
    let high = 0
    let cross = 0
    let low = 0
    for (let at = start; at < end; at++) {
      const row = order[at]
      const weight = weights[row]
      const highPart = target[row] >> LOW_BITS
      const lowPart = target[row] & ((1 << LOW_BITS) - 1)
      high += weight * highPart * highPart
      cross += weight * highPart * lowPart
      low += weight * lowPart * lowPart
    }
    return joinSquares(high, cross, low)
  }

  function sumSquaresOfSides(node: NodeRows, split: Split): readonly [number, number] {
    const { start, end } = node
    const middle = partition(node, split)
    return [sumSquares({ start, end: middle }), sumSquares({ start: middle, end })]
  }

  function findLeaves(grown: GrownTree): Int32Array {
    return Int32Array.from(order, (_, row) => {
      let node = 0
      while (grown[node].feature >= 0)
        node = goesLeft(row, grown[node]) ? grown[node].left : grown[node].right
      return node
    })
  }

  return { takeBag, findSplit, splitRows, sumSquares, sumSquaresOfSides, findLeaves }
}

/** One feature of one node, and the best split among the features before it. */
interface Scan {
  /** Sum and count of each bin of the feature, from its first. */
  readonly cells: Float64Array
  readonly feature: number
  readonly node: NodeRows
  readonly limits: SplitLimits
  readonly best: Split | null
}

/** Tries every bin of a numeric feature as the last that goes left. */
function scanBins({ cells, feature, node, limits, best }: Scan, numBins: number): Split | null {
  const { numRows, sum } = node
  const minRows = limits.minInstancesPerNode
  let bestScore = best === null ? 0 : scoreOf(best, node)
  let found = best
  let leftSum = 0
  let leftRows = 0
  for (let bin = 0; bin < numBins - 1; bin++) {
    const count = cells[bin * CELL + 1]
    if (count === 0) continue
    leftSum += cells[bin * CELL]
    leftRows += count
    if (leftRows < minRows) continue
    if (numRows - leftRows < minRows) break
    const difference = leftSum * numRows - sum * leftRows
    const score = (difference * difference) / (leftRows * (numRows - leftRows))
    if (!(score > bestScore)) continue
    const gain = score / (numRows * numRows)
    if (gain < limits.minGain) continue
    bestScore = score
    found = { feature, bin, gain, leftSum, leftRows }
  }
  return found
}

/** Tries every drawn slot of a one-hot group as the one that goes right. */
function scanGroup(
  { cells, feature, node, limits, best }: Scan,
  isDrawn: Uint8Array,
  numSlots: number,
): Split | null {
  const { numRows, sum } = node
  const minRows = limits.minInstancesPerNode
  let bestScore = best === null ? 0 : scoreOf(best, node)
  let found = best
  for (let bin = 0; bin < numSlots; bin++) {
    if (isDrawn[bin] === 0) continue
    const rightRows = cells[bin * CELL + 1]
    const leftRows = numRows - rightRows
    if (rightRows < minRows || leftRows < minRows) continue
    const leftSum = sum - cells[bin * CELL]
    const difference = leftSum * numRows - sum * leftRows
    const score = (difference * difference) / (leftRows * rightRows)
    if (!(score > bestScore)) continue
    const gain = score / (numRows * numRows)
    if (gain < limits.minGain) continue
    bestScore = score
    found = { feature, bin, gain, leftSum, leftRows }
  }
  return found
}

/** The score (SL * N - S * NL)^2 / (NL * NR) by which the splits of a node are compared. */
function scoreOf(split: Split, { numRows, sum }: NodeRows): number {
  const difference = split.leftSum * numRows - sum * split.leftRows
  return (difference * difference) / (split.leftRows * (numRows - split.leftRows))
}
