import type { FlatColumn } from './flat-column.ts'
import type { FlatTrees } from './flat-trees.ts'
import { TOP_SPLITS } from './flatten-tree.ts'

/** Rows that pass the trees together; assembly/layout.ts says the same. */
export const BLOCK_ROWS = 512

/** Bytes of a tree's entry; assembly/layout.ts says the same. */
export const TREE_BYTES = 16

const PAGE_BYTES = 2 ** 16

/** Addresses in bytes of what a predictor keeps in its memory. */
export interface PredictAreas {
  /** Top, nodes, values, number of steps of each tree, u32 [numTrees, 4]. */
  readonly trees: number
  /** Slot, thresholds and their number of each column, u32 [numColumns, 3]. */
  readonly columns: number
  /** The thresholds of each column, f64, made up with infinity to `sizes`, which are powers of two. */
  readonly thresholds: readonly number[]
  readonly sizes: readonly number[]
  /** i8, [numColumns, BLOCK_ROWS]. */
  readonly bins: number
  /** f64, [BLOCK_ROWS], one column's values. */
  readonly values: number
  /** u8, [BLOCK_ROWS]. */
  readonly ways: number
  /** f64, [numDepths, BLOCK_ROWS]. */
  readonly sums: number
  /** What predictBlock takes for the depths that are looked at, u32 [numDepths, 2]. */
  readonly stages: number
  /** f64, [numSlots]. */
  readonly slots: number
}

/**
 * Writes trees into a memory of their own, with room to predict.
 *
 * @param numDepths  Most depths that a walk is looked at.
 */
export function placeTrees(
  { columns, trees }: FlatTrees,
  numSlots: number,
  numDepths: number,
): { memory: WebAssembly.Memory; areas: PredictAreas } {
  let end = PAGE_BYTES
  const take = (numBytes: number) => {
    const at = end
    end += Math.ceil(numBytes / 64) * 64
    return at
  }
  const sizes = columns.map(({ thresholds }) => 2 ** Math.ceil(Math.log2(thresholds.length + 1)))
  const areas: PredictAreas = {
    trees: take(trees.length * TREE_BYTES),
    columns: take(columns.length * 12),
    thresholds: sizes.map((size) => take(size * 8)),
    sizes,
    bins: take(columns.length * BLOCK_ROWS),
    values: take(BLOCK_ROWS * 8),
    ways: take(BLOCK_ROWS),
    sums: take(numDepths * BLOCK_ROWS * 8),
    stages: take(numDepths * 8),
    slots: take(numSlots * 8),
  }
  const places = trees.map(({ nodes, values }) => ({
    top: take(2 * TOP_SPLITS),
    nodes: take(nodes.byteLength),
    values: take(values.byteLength),
  }))
  const pages = Math.ceil(end / PAGE_BYTES)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
  writeColumns(memory, areas, columns)
  trees.forEach(({ top, nodes, values, numSteps }, index) => {
    const at = places[index]
    new Uint32Array(memory.buffer, areas.trees + index * TREE_BYTES, 4).set([
      at.top,
      at.nodes,
      at.values,
      numSteps,
    ])
    new Uint8Array(memory.buffer, at.top, top.length).set(top)
    new Uint32Array(memory.buffer, at.nodes, nodes.length).set(nodes)
    new Float64Array(memory.buffer, at.values, values.length).set(values)
  })
  return { memory, areas }
}

function writeColumns(memory: WebAssembly.Memory, areas: PredictAreas, columns: readonly FlatColumn[]): void {
  columns.forEach(({ slot, thresholds }, column) => {
    const [at, size] = [areas.thresholds[column], areas.sizes[column]]
    new Uint32Array(memory.buffer, areas.columns + column * 12, 3).set([slot, at, size])
    const written = new Float64Array(memory.buffer, at, size)
    written.fill(Number.POSITIVE_INFINITY)
    written.set(thresholds)
  })
}
