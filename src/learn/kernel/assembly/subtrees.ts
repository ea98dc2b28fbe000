import { subtrees } from './settings'
import { TopNode, topNodeAt } from './top-node'

/** Subtrees that are left to one thread, as nodes of the top: those that cost most first, u32. */
let numSubtrees: usize = 0

export function clearSubtrees(): void {
  numSubtrees = 0
}

/**
 * Leaves a node to one thread.
 *
 * @param index  Of the node in the top.
 */
export function addSubtree(index: usize, cost: f64): void {
  topNodeAt(index).cost = cost
  let place = numSubtrees++
  for (; place > 0 && subtreeAt(place - 1).cost < cost; place--) {
    store<u32>(subtrees + (place << 2), load<u32>(subtrees + ((place - 1) << 2)))
  }
  store<u32>(subtrees + (place << 2), <u32>index)
}

/** Gives the subtree of a task. */
export function subtreeAt(task: usize): TopNode {
  return topNodeAt(load<u32>(subtrees + (task << 2)))
}

export function countSubtrees(): usize {
  return numSubtrees
}
