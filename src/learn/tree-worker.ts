import { parentPort } from 'node:worker_threads'
import type { Tree } from '../model/tree.ts'
import { type AbsolutePlan, boostAbsolute } from './boost-absolute.ts'
import { type BoostingPlan, boostTrees } from './boost-trees.ts'
import { type ForestPlan, growForestTrees } from './grow-forest-tree.ts'
import { makeBagKernel, makeBoostingKernel } from './kernel/make-kernel.ts'
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

/** What a worker answers: the trees of one index, one a forest, or its part of a boosted one. */
export type TreeReply = {
  readonly index: number
  /** What the phases of this worker have taken so far. */
  readonly profile: Profile | null
} & ({ readonly trees: readonly Tree[] } | { readonly grown: TreeParts })

let profiler: Profiler | null = null
let growingSince = 0
/** What the profile had when the growing began. */
let secondsBefore = 0

parentPort?.once('message', begin)

/** A forest worker grows the trees that it is asked for, boosting workers start at once and send all. */
function begin({ work, member, isProfiled }: WorkerTask): void {
  if (isProfiled) profiler = new Profiler()
  if (work.kind === 'forest') growForest(work.plan)
  else if (work.kind === 'absolute') boostOnAbsoluteLoss(work.plan)
  else boost(work.plan, member)
}

function growForest(plan: ForestPlan): void {
  const kernel = makeBagKernel(plan.rows, profiler)
  parentPort?.on('message', (index: number) => {
    growingSince = performance.now()
    reply({ index, trees: growForestTrees(kernel, plan, index), profile: profileNow() })
  })
}

function boostOnAbsoluteLoss(plan: AbsolutePlan): void {
  const kernel = makeBagKernel(plan.rows, profiler)
  let index = 0
  growingSince = performance.now()
  for (const tree of boostAbsolute(kernel, plan))
    reply({ index: index++, trees: [tree], profile: profileNow() })
}

function boost(plan: BoostingPlan, member: number): void {
  const kernel = makeBoostingKernel(plan.rows, { maxDepth: plan.maxDepth, member }, profiler)
  let index = 0
  growingSince = performance.now()
  for (const grown of boostTrees(kernel, plan, member))
    reply({ index: index++, grown, profile: profileNow() })
}

/** Gives what the phases have taken, and as the rest what they have not of the time of growing. */
function profileNow(): Profile | null {
  if (profiler === null) return null
  const now = performance.now()
  const before = secondsOf(profiler)
  profiler.add('rest', { seconds: (now - growingSince) / 1000 - (before - secondsBefore), updates: 1 })
  growingSince = now
  secondsBefore = secondsOf(profiler)
  return profiler.totals()
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

function secondsOf(profiler: Profiler): number {
  return Object.values(profiler.totals()).reduce((sum, { seconds }) => sum + seconds, 0)
}
