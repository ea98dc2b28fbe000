import { binOf } from './find-bins'
import { TOP_LEVELS, TREE_BYTES } from './layout'
import { nextNode } from './next-node'

/** Bytes of a column's entry: slot, address of its thresholds and their number (a power of two), u32 each. */
const COLUMN_BYTES: usize = 12

/**
 * Predicts one row: the sum over the trees, in their order.
 *
 * Four trees are walked side by side, as each step in one has to wait for the step before it.
 *
 * @param slots  f64, the row.
 * @param bins  Scratch, i8, [numColumns].
 */
export function predictOne(
  trees: usize,
  numTrees: usize,
  columns: usize,
  numColumns: usize,
  slots: usize,
  bins: usize,
): f64 {
  for (let column: usize = 0; column < numColumns; column++) {
    const entry = columns + column * COLUMN_BYTES
    const value = load<f64>(slots + ((<usize>load<u32>(entry)) << 3))
    store<i8>(bins + column, binOf(value, load<u32>(entry, 4), load<u32>(entry, 8)))
  }
  let sum: f64 = 0
  const end = trees + numTrees * TREE_BYTES
  for (; trees + 4 * TREE_BYTES <= end; trees += 4 * TREE_BYTES) sum = addFour(trees, bins, sum)
  for (; trees < end; trees += TREE_BYTES) sum += valueIn(trees, bins)
  return sum
}

function addFour(trees: usize, bins: usize, sum: f64): f64 {
  const first = load<u32>(trees, 4)
  const second = load<u32>(trees + TREE_BYTES, 4)
  const third = load<u32>(trees + 2 * TREE_BYTES, 4)
  const fourth = load<u32>(trees + 3 * TREE_BYTES, 4)
  let a: usize = 0
  let b: usize = 0
  let c: usize = 0
  let d: usize = 0
  for (let level: u32 = 0; level < TOP_LEVELS; level++) {
    a = nextWay(load<u32>(trees), a, bins)
    b = nextWay(load<u32>(trees + TREE_BYTES), b, bins)
    c = nextWay(load<u32>(trees + 2 * TREE_BYTES), c, bins)
    d = nextWay(load<u32>(trees + 3 * TREE_BYTES), d, bins)
  }
  a -= 31
  b -= 31
  c -= 31
  d -= 31
  const fewer = max(load<u32>(trees, 12), load<u32>(trees + TREE_BYTES, 12))
  const others = max(load<u32>(trees + 2 * TREE_BYTES, 12), load<u32>(trees + 3 * TREE_BYTES, 12))
  const numSteps = max(fewer, others)
  for (let step: u32 = 0; step < numSteps; step++) {
    a = nextNode(first, a, bins, 0)
    b = nextNode(second, b, bins, 0)
    c = nextNode(third, c, bins, 0)
    d = nextNode(fourth, d, bins, 0)
  }
  sum += valueAt(trees, a)
  sum += valueAt(trees + TREE_BYTES, b)
  sum += valueAt(trees + 2 * TREE_BYTES, c)
  return sum + valueAt(trees + 3 * TREE_BYTES, d)
}

function valueIn(tree: usize, bins: usize): f64 {
  let node: usize = 0
  for (let level: u32 = 0; level < TOP_LEVELS; level++) node = nextWay(load<u32>(tree), node, bins)
  node -= 31
  const numSteps = load<u32>(tree, 12)
  for (let step: u32 = 0; step < numSteps; step++) node = nextNode(load<u32>(tree, 4), node, bins, 0)
  return valueAt(tree, node)
}

/** Gives the split of the top that a row goes to, counted level by level. */
function nextWay(top: usize, split: usize, bins: usize): usize {
  const entry = top + (split << 1)
  const bin = <i32>load<i8>(bins + <usize>load<u8>(entry))
  return 2 * split + 1 + <usize>(bin > <i32>load<i8>(entry, 1))
}

function valueAt(tree: usize, node: usize): f64 {
  return load<f64>(<usize>load<u32>(tree, 8) + (node << 3))
}
