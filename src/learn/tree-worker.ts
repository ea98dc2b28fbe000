import { parentPort, workerData } from 'node:worker_threads'
import type { Tree } from '../model/tree.ts'
import { type BoostingPlan, boostTrees } from './boost-trees.ts'
import { type ForestPlan, growForestTree } from './grow-forest-tree.ts'
import { makeBagKernel, makeBoostingKernel } from './kernel/make-kernel.ts'

/** What a worker is started with: one kind of work, on memory that all workers share. */
export type TreeWork =
  | { readonly kind: 'forest'; readonly plan: ForestPlan }
  | { readonly kind: 'boosting'; readonly plan: BoostingPlan }

/** What a worker answers: one tree and its index. */
export interface TreeReply {
  readonly index: number
  readonly tree: Tree
}

// a forest worker grows the trees that it is asked for, a boosting worker starts at once and sends all
const work: TreeWork = workerData
if (work.kind === 'forest') {
  const { plan } = work
  const kernel = makeBagKernel(plan.rows)
  parentPort?.on('message', (index: number) => reply({ index, tree: growForestTree(kernel, plan, index) }))
} else {
  const { plan } = work
  const kernel = makeBoostingKernel(plan.rows, plan.maxDepth)
  let index = 0
  for (const tree of boostTrees(kernel, plan)) reply({ index: index++, tree })
}

function reply(answer: TreeReply): void {
  parentPort?.postMessage(answer)
}
