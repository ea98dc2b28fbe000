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

/** What a worker answers, several at a time: trees of one index, or its parts of a boosted one. */
export type TreeReply = {
  readonly index: number
  /** What the phases of this worker have taken so far. */
  readonly profile: Profile | null
} & ({ readonly grown: readonly GrownTree[]; readonly scale: Scale } | BoostedTree | { readonly tree: Tree })

/**
 * Keeps answers until it is time to send them, without a copy of their trees.
 *
 * A message takes some 0.1 ms of both threads, and whoever receives it takes a core for it from one that grows trees.
 */
class Outbox {
  replyEvery = 0
  #answers: TreeReply[] = []
  #sentAt = performance.now()

  add(answer: TreeReply): void {
    this.#answers.push(answer)
    if (performance.now() - this.#sentAt >= this.replyEvery) this.send()
  }

  send(): void {
    const buffers = this.#answers.flatMap(arraysOf).map(({ buffer }) => buffer)
    parentPort?.postMessage(
      this.#answers,
      buffers.filter((buffer) => buffer instanceof ArrayBuffer),
    )
    this.#answers = []
    this.#sentAt = performance.now()
  }
}

const outbox = new Outbox()
let profiler: Profiler | null = null
let clock: PhaseClock | null = null

parentPort?.on('message', (message: WorkerMessage) => {
  if (message.kind === 'columns') cutColumns(message.task)
  else growTrees(message)
})

function cutColumns(task: ColumnTask): void {
  let start = performance.now()
  for (const column of binColumns(task)) {
    const answer: ColumnReply = { column, seconds: (performance.now() - start) / 1000 }
    parentPort?.postMessage(answer, [column.bins.buffer as ArrayBuffer])
    start = performance.now()
  }
}

/** Grows all that there is for this worker. */
function growTrees({ work, member, isProfiled, replyEvery }: WorkerMessage & { kind: 'trees' }): void {
  outbox.replyEvery = replyEvery
  if (isProfiled) profiler = new Profiler()
  if (profiler !== null) clock = new PhaseClock(profiler)
  if (work.kind === 'forest') growForest(work.plan)
  else if (work.kind === 'absolute') boostOnAbsoluteLoss(work.plan)
  else boost(work.plan, member)
  outbox.send()
}

function growForest(plan: ForestPlan): void {
  const kernel = makeBagKernel(plan.rows, clock)
  const { center, step } = plan.target
  clock?.enter('rest', 1)
  for (const trees of growForestTrees(kernel, plan)) {
    reply({ ...trees, scale: { center, step }, profile: profileNow() })
    clock?.enter('rest', 1)
  }
}

function boostOnAbsoluteLoss(plan: AbsolutePlan): void {
  const kernel = makeBagKernel(plan.rows, clock)
  let index = 0
  clock?.enter('rest', 1)
  for (const tree of boostAbsolute(kernel, plan)) {
    reply({ index: index++, tree, profile: profileNow() })
    clock?.enter('rest', 1)
  }
}

function boost(plan: BoostingPlan, member: number): void {
  const kernel = makeBoostingKernel(plan.rows, { maxDepth: plan.maxDepth, member }, clock)
  let index = 0
  clock?.enter('rest', 1)
  for (const tree of boostTrees(kernel, plan)) {
    reply({ index: index++, ...tree, profile: profileNow() })
    clock?.enter('rest', 1)
  }
}

/** Gives what the phases have taken; what follows is not timed. */
function profileNow(): Profile | null {
  clock?.enter(null)
  return profiler?.totals() ?? null
}

function reply(answer: TreeReply): void {
  outbox.add(answer)
}

function arraysOf(answer: TreeReply): readonly (Float64Array | Int32Array)[] {
  if ('grown' in answer) return answer.grown
  if ('parts' in answer) return [answer.parts]
  return Object.values(answer.tree).filter((value) => typeof value !== 'number')
}
