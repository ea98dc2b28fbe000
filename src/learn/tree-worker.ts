import { parentPort } from 'node:worker_threads'
import type { Tree } from '../model/tree.ts'
import { type AbsolutePlan, boostAbsolute } from './boost-absolute.ts'
import { type BoostingPlan, boostTrees } from './boost-trees.ts'
import { type ForestPlan, growForestTrees } from './grow-forest-tree.ts'
import { makeBagKernel, makeBoostingKernel } from './kernel/make-kernel.ts'
import { PhaseClock } from './phase-clock.ts'
import { type Profile, Profiler } from './profile.ts'
import type { TreeParts } from './tree-parts.ts'

/** One kind of work, on memory that all workers share. */
export type TreeWork =
  | { readonly kind: 'forest'; readonly plan: ForestPlan }
  | { readonly kind: 'boosting'; readonly plan: BoostingPlan }
  | { readonly kind: 'absolute'; readonly plan: AbsolutePlan }

/** What a worker is told first. */
export interface WorkerTask {
  readonly work: TreeWork
  /** Which of the workers it is, from 0 on. */
  readonly member: number
  /** Whether its answers say what its phases took. */
  readonly isProfiled: boolean
}

/** What a worker answers: the trees of one index, one a forest, or its parts of boosted trees, from an index on. */
export type TreeReply = {
  readonly index: number
  /** What the phases of this worker have taken so far. */
  readonly profile: Profile | null
} & ({ readonly trees: readonly Tree[] } | { readonly grown: readonly TreeParts[] })

/** Boosted trees are sent so often: each by itself would cost as much as a hundredth of growing a small one. */
const REPLY_MS = 50

let profiler: Profiler | null = null
let clock: PhaseClock | null = null

parentPort?.once('message', begin)

/** A forest worker grows the trees that it is asked for, boosting workers start at once and send all. */
function begin({ work, member, isProfiled }: WorkerTask): void {
  if (isProfiled) profiler = new Profiler()
  if (profiler !== null) clock = new PhaseClock(profiler)
  if (work.kind === 'forest') growForest(work.plan)
  else if (work.kind === 'absolute') boostOnAbsoluteLoss(work.plan)
  else boost(work.plan, member)
}

function growForest(plan: ForestPlan): void {
  const kernel = makeBagKernel(plan.rows, clock)
  parentPort?.on('message', (index: number) => {
    clock?.enter('rest', 1)
    reply({ index, trees: growForestTrees(kernel, plan, index), profile: profileNow() })
  })
}

function boostOnAbsoluteLoss(plan: AbsolutePlan): void {
  const kernel = makeBagKernel(plan.rows, clock)
  let index = 0
  clock?.enter('rest', 1)
  for (const tree of boostAbsolute(kernel, plan)) {
    reply({ index: index++, trees: [tree], profile: profileNow() })
    clock?.enter('rest', 1)
  }
}

function boost(plan: BoostingPlan, member: number): void {
  const kernel = makeBoostingKernel(plan.rows, { maxDepth: plan.maxDepth, member }, clock)
  let grown: TreeParts[] = []
  let index = 0
  let since = performance.now()
  clock?.enter('rest', 1)
  for (const parts of boostTrees(kernel, plan)) {
    grown.push(parts)
    const isLast = index + grown.length === plan.maxIter
    if (isLast || performance.now() - since >= REPLY_MS) {
      reply({ index, grown, profile: profileNow() })
      index += grown.length
      grown = []
      since = performance.now()
    }
    clock?.enter('rest', 1)
  }
}

/** Gives what the phases have taken; what follows is not timed. */
function profileNow(): Profile | null {
  clock?.enter(null)
  return profiler?.totals() ?? null
}

/** Sends trees without a copy. */
function reply(answer: TreeReply): void {
  const arrays =
    'trees' in answer ? answer.trees.flatMap(arraysOf) : answer.grown.map(({ parts }) => parts.nodes)
  const buffers = arrays.map(({ buffer }) => buffer)
  parentPort?.postMessage(
    answer,
    buffers.filter((buffer) => buffer instanceof ArrayBuffer),
  )
}

function arraysOf(tree: Tree): (Float64Array | Int32Array)[] {
  return Object.values(tree).filter((value) => typeof value !== 'number')
}
