import { parentPort, workerData } from 'node:worker_threads'
import type { Tree } from '../model/tree.ts'
import { type BoostingPlan, boostTrees } from './boost-trees.ts'
import { type ForestPlan, growForestTrees } from './grow-forest-tree.ts'
import { makeKernel } from './kernel/make-kernel.ts'

/** What a worker is started with: one kind of work, on memory that all workers share. */
export type TreeWork =
  | { readonly kind: 'forest'; readonly plan: ForestPlan }
  | { readonly kind: 'boosting'; readonly plan: BoostingPlan }

/** What a worker answers: the trees of one index, one of boosting, or one a forest. */
export interface TreeReply {
  readonly index: number
  readonly trees: readonly Tree[]
}

// a forest worker grows the trees that it is asked for, a boosting worker starts at once and sends all
const work: TreeWork = workerData
const kernel = makeKernel(work.plan.rows)
if (work.kind === 'forest') {
  const { plan } = work
  parentPort?.on('message', (index: number) => reply({ index, trees: growForestTrees(kernel, plan, index) }))
} else {
  let index = 0
  for (const tree of boostTrees(kernel, work.plan)) reply({ index: index++, trees: [tree] })
}

function reply(answer: TreeReply): void {
  parentPort?.postMessage(answer)
}
