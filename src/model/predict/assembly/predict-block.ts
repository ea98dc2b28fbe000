import { BLOCK_BITS, TREE_BYTES } from './layout'
import { nextNode } from './next-node'
import { walkTop } from './walk-top'

/**
 * Adds what each tree predicts to the sums of a block of rows, tree by tree.
 *
 * @param trees  An entry a tree, see layout.ts.
 * @param bins  i8, column by column, of whole sixteens of rows.
 * @param ways  Scratch, u8, of whole sixteens of rows.
 * @param sums  f64, likewise.
 * @param maxSteps  Edges below the top after which a walk ends where it is.
 */
export function predictBlock(
  trees: usize,
  numTrees: usize,
  bins: usize,
  numRows: usize,
  ways: usize,
  sums: usize,
  maxSteps: u32,
): void {
  for (const end = trees + numTrees * TREE_BYTES; trees < end; trees += TREE_BYTES) {
    walkTop(load<u32>(trees), bins, numRows, ways)
    const numSteps = min(load<u32>(trees, 12), maxSteps)
    addLeaves(load<u32>(trees, 4), load<u32>(trees, 8), numSteps, bins, numRows, ways, sums)
  }
}

/** Walks on below the top, eight rows side by side, as each step of one has to wait for the step before it. */
function addLeaves(
  nodes: usize,
  values: usize,
  numSteps: u32,
  bins: usize,
  numRows: usize,
  ways: usize,
  sums: usize,
): void {
  for (let row: usize = 0; row < numRows; row += 8) {
    const at = bins + row
    const way = ways + row
    let a = <usize>load<u8>(way)
    let b = <usize>load<u8>(way, 1)
    let c = <usize>load<u8>(way, 2)
    let d = <usize>load<u8>(way, 3)
    let e = <usize>load<u8>(way, 4)
    let f = <usize>load<u8>(way, 5)
    let g = <usize>load<u8>(way, 6)
    let h = <usize>load<u8>(way, 7)
    for (let step: u32 = 0; step < numSteps; step++) {
      a = nextNode(nodes, a, at, BLOCK_BITS)
      b = nextNode(nodes, b, at + 1, BLOCK_BITS)
      c = nextNode(nodes, c, at + 2, BLOCK_BITS)
      d = nextNode(nodes, d, at + 3, BLOCK_BITS)
      e = nextNode(nodes, e, at + 4, BLOCK_BITS)
      f = nextNode(nodes, f, at + 5, BLOCK_BITS)
      g = nextNode(nodes, g, at + 6, BLOCK_BITS)
      h = nextNode(nodes, h, at + 7, BLOCK_BITS)
    }
    const sum = sums + (row << 3)
    addValue(sum, values, a)
    addValue(sum + 8, values, b)
    addValue(sum + 16, values, c)
    addValue(sum + 24, values, d)
    addValue(sum + 32, values, e)
    addValue(sum + 40, values, f)
    addValue(sum + 48, values, g)
    addValue(sum + 56, values, h)
  }
}

function addValue(sum: usize, values: usize, node: usize): void {
  store<f64>(sum, load<f64>(sum) + load<f64>(values + (node << 3)))
}
