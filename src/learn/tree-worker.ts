import { parentPort } from 'node:worker_threads'
import type { Tree } from '../model/tree.ts'
import { type BinnedColumn, binColumns, type ColumnTask } from './bins/bin-columns.ts'
import { type AbsolutePlan, boostAbsolute } from './boost-absolute.ts'
import { type BoostedTree, type BoostingPlan, boostTrees } from './boost-trees.ts'
import type { Scale } from './fixed-point.ts'
import { type ForestPlan, growForestTrees } from './grow-forest-tree.ts'
import type { GrownTree } from './grown-tree.ts'
import { makeBagKernel, makeBoostingKernel } from './kernel/make-kernel.ts'
import { PhaseClock } from './phase-clock.ts'
import { type Profile, Profiler } from './profile.ts'

/** One kind of work, on memory that all workers share. */
export type TreeWork =
  | { readonly kind: 'forest'; readonly plan: ForestPlan }
  | { readonly kind: 'boosting'; readonly plan: BoostingPlan }
  | { readonly kind: 'absolute'; readonly plan: AbsolutePlan }

/** What a worker is told: to help to cut features, and to grow trees. */
export type WorkerMessage =
  | { readonly kind: 'columns'; readonly task: ColumnTask }
  | {
      readonly kind: 'trees'
      readonly work: TreeWork
      /** Which of the workers it is, from 0 on. */
      readonly member: number
      /** Whether its answers say what its phases took. */
      readonly isProfiled: boolean
      /** Least ms from one message with answers to the next. */
      readonly replyEvery: number
    }

/** What a worker answers that helps to cut features, one by one. */
export interface ColumnReply {
  readonly column: BinnedColumn
  /** What it took to cut it. */
  readonly seconds: number
}

/** Trees of one index, one a forest, or what a worker has grown of a boosted one. */
export type TreeReply = { readonly index: number } & (
  | { readonly grown: readonly GrownTree[]; readonly scale: Scale }
  | BoostedTree
  | { readonly tree: Tree }
)

/** What a worker answers that grows trees. */
export interface TreeReplies {
  /** What it has grown since the last. */
  readonly replies: readonly TreeReply[]
  /** What its phases have taken so far. */
  readonly profile: Profile | null
}

parentPort?.on('message', (message: WorkerMessage) => {
  if (message.kind === 'columns') cutColumns(message.task)
  else sendTrees(message)
})

function cutColumns(task: ColumnTask): void {
  let start = performance.now()
  for (const column of binColumns(task)) {
    const answer: ColumnReply = { column, seconds: (performance.now() - start) / 1000 }
    parentPort?.postMessage(answer, [column.bins.buffer as ArrayBuffer])
    start = performance.now()
  }
}

/** Grows all that there is for this worker, and sends it; what sending takes is not timed. */
function sendTrees({ work, member, isProfiled, replyEvery }: WorkerMessage & { kind: 'trees' }): void {
  const profiler = isProfiled ? new Profiler() : null
  const clock = profiler === null ? null : new PhaseClock(profiler)
  let replies: TreeReply[] = []
  let sentAt = performance.now()
  const send = () => {
    const answer: TreeReplies = { replies, profile: profiler?.totals() ?? null }
    // trees are not copied
    const buffers = replies.flatMap(arraysOf).map(({ buffer }) => buffer)
    parentPort?.postMessage(
      answer,
      buffers.filter((buffer) => buffer instanceof ArrayBuffer),
    )
    replies = []
    sentAt = performance.now()
  }
  clock?.enter('rest', 1)
  for (const trees of growTrees(work, member, clock)) {
    clock?.enter(null)
    replies.push(trees)
    if (performance.now() - sentAt >= replyEvery) send()
    clock?.enter('rest', 1)
  }
  send()
}

function* growTrees(work: TreeWork, member: number, clock: PhaseClock | null): Generator<TreeReply> {
  if (work.kind === 'boosting') {
    const { plan } = work
    const kernel = makeBoostingKernel(plan.rows, { maxDepth: plan.maxDepth, member }, clock)
    let index = 0
    for (const tree of boostTrees(kernel, plan)) yield { index: index++, ...tree }
    return
  }
  const kernel = makeBagKernel(work.plan.rows, clock)
  if (work.kind === 'forest') {
    const { center, step } = work.plan.target
    for (const trees of growForestTrees(kernel, work.plan)) yield { ...trees, scale: { center, step } }
    return
  }
  let index = 0
  for (const tree of boostAbsolute(kernel, work.plan)) yield { index: index++, tree }
}

function arraysOf(answer: TreeReply): readonly (Float64Array | Int32Array)[] {
  if ('grown' in answer) return answer.grown
  if ('parts' in answer) return [answer.parts]
  return Object.values(answer.tree).filter((value) => typeof value !== 'number')
}
