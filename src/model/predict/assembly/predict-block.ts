import { BLOCK_BITS, STAGE_BYTES, TREE_BYTES } from './layout'
import { nextNode } from './next-node'
import { walkTop } from './walk-top'

/**
 * Adds what each tree predicts to the sums of a block of rows, tree by tree; cut off at several depths in one walk.
 *
 * @param trees  An entry a tree, see layout.ts.
 * @param bins  i8, column by column, of whole sixteens of rows.
 * @param ways  Scratch, u8, of whole sixteens of rows.
 * @param stages  Edges below the top after which a walk is looked at, and the address of the sums (f64, of whole
 *   sixteens of rows) that this goes to, u32 each, [numStages, 2]; edges ascend.
 */
export function predictBlock(
  trees: usize,
  numTrees: usize,
  bins: usize,
  numRows: usize,
  ways: usize,
  stages: usize,
  numStages: usize,
): void {
  const endStages = stages + numStages * STAGE_BYTES
  for (const end = trees + numTrees * TREE_BYTES; trees < end; trees += TREE_BYTES) {
    walkTop(load<u32>(trees), bins, numRows, ways)
    addStages(trees, bins, numRows, ways, stages, endStages)
  }
}

/** Walks on below the top, eight rows side by side, as each step of one has to wait for the step before it. */
function addStages(
  tree: usize,
  bins: usize,
  numRows: usize,
  ways: usize,
  stages: usize,
  endStages: usize,
): void {
  const nodes = <usize>load<u32>(tree, 4)
  const values = <usize>load<u32>(tree, 8)
  const numSteps = load<u32>(tree, 12)
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
    let step: u32 = 0
    for (let stage = stages; stage < endStages; stage += STAGE_BYTES) {
      const last = min(numSteps, load<u32>(stage))
      for (; step < last; step++) {
        a = nextNode(nodes, a, at, BLOCK_BITS)
        b = nextNode(nodes, b, at + 1, BLOCK_BITS)
        c = nextNode(nodes, c, at + 2, BLOCK_BITS)
        d = nextNode(nodes, d, at + 3, BLOCK_BITS)
        e = nextNode(nodes, e, at + 4, BLOCK_BITS)
        f = nextNode(nodes, f, at + 5, BLOCK_BITS)
        g = nextNode(nodes, g, at + 6, BLOCK_BITS)
        h = nextNode(nodes, h, at + 7, BLOCK_BITS)
      }
      const sum = <usize>load<u32>(stage, 4) + (row << 3)
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
}

function addValue(sum: usize, values: usize, node: usize): void {
  store<f64>(sum, load<f64>(sum) + load<f64>(values + (node << 3)))
}
