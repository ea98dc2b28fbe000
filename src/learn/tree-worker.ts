import { parentPort, workerData } from 'node:worker_threads'
import type { Tree } from '../model/tree.ts'
import { type BoostingPlan, boostTrees } from './boost-trees.ts'
import { type ForestPlan, growForestTrees } from './grow-forest-tree.ts'
import { makeBagKernel, makeBoostingKernel } from './kernel/make-kernel.ts'
import type { TreeParts } from './tree-parts.ts'

/** One kind of work, on memory that all workers share. */
export type TreeWork =
  | { readonly kind: 'forest'; readonly plan: ForestPlan }
  | { readonly kind: 'boosting'; readonly plan: BoostingPlan }

/** What a worker is started with. */
export interface WorkerTask {
  readonly work: TreeWork
  /** Which of the workers it is, from 0 on. */
  readonly member: number
}

/** What a worker answers: the trees of one index, one a forest, or its part of a boosted one. */
export type TreeReply = { readonly index: number } & (
  | { readonly trees: readonly Tree[] }
  | { readonly grown: TreeParts }
)

// a forest worker grows the trees that it is asked for, boosting workers start at once and send all
const { work, member }: WorkerTask = workerData
if (work.kind === 'forest') {
  const { plan } = work
  const kernel = makeBagKernel(plan.rows)
  parentPort?.on('message', (index: number) => reply({ index, trees: growForestTrees(kernel, plan, index) }))
} else {
  const { plan } = work
  const kernel = makeBoostingKernel(plan.rows, plan.maxDepth, member)
  let index = 0
  for (const grown of boostTrees(kernel, plan, member)) reply({ index: index++, grown })
}

/** Sends trees without a copy. */
function reply(answer: TreeReply): void {
  const arrays =
    'trees' in answer ? answer.trees.flatMap(arraysOf) : answer.grown.parts.map(({ nodes }) => nodes)
  const buffers = arrays.map(({ buffer }) => buffer)
  parentPort?.postMessage(
    answer,
    buffers.filter((buffer) => buffer instanceof ArrayBuffer),
  )
}

function arraysOf(tree: Tree): (Float64Array | Int32Array)[] {
  return Object.values(tree).filter((value) => typeof value !== 'number')
}
