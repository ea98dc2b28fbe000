import { Worker } from 'node:worker_threads'
import { FreeflowError } from '../errors.ts'
import type { Tree } from '../model/tree.ts'
import type { Profile, Profiler } from './profile.ts'
import { TreeJoiner } from './tree-joiner.ts'
import type { TreeParts } from './tree-parts.ts'
import type { TreeReply, TreeWork, WorkerTask } from './tree-worker.ts'

/** How the work is run and watched. */
export interface RunOptions {
  /** Number of worker threads, at least 1; it changes the time, never the trees. */
  readonly threads: number
  /** Ends all workers when it fires. */
  readonly signal?: AbortSignal | undefined
  /** Called after each tree with the number of trees done. */
  readonly onProgress?: ((numDone: number) => void) | undefined
  /** Receives what the phases of the work take, of all threads together. */
  readonly profiler?: Profiler | undefined
}

/**
 * Starts worker threads and ends them after `use`; they load what they need while `use` prepares their work.
 *
 * @param numWorkers  The most that there may be work for.
 */
export async function withTreeWorkers<T>(
  numWorkers: number,
  use: (workers: readonly Worker[]) => Promise<T>,
): Promise<T> {
  const file = new URL('./tree-worker.js', import.meta.url)
  const workers = Array.from({ length: numWorkers }, () => new Worker(file))
  try {
    return await use(workers)
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/**
 * Grows trees in worker threads and gives them in the order of their index.
 *
 * A forest's trees are handed out one by one to whichever worker is free; boosted trees are grown by all workers
 * together, and joined here.
 *
 * @param started  As `withTreeWorkers` gives them; some have no work where memory holds fewer kernels.
 * @param numTrees  Trees of each model.
 * @returns The trees of each index: one of boosting, or one a forest.
 * @throws FreeflowError `interrupted` when the signal fires; whatever a worker throws.
 */
export async function growInWorkers(
  started: readonly Worker[],
  work: TreeWork,
  numTrees: number,
  options: RunOptions,
): Promise<(readonly Tree[])[]> {
  const { maxKernels, binning } = work.plan.rows
  const workers = started.slice(0, maxKernels)
  const trees: (readonly Tree[])[] = new Array(numTrees)
  const joiner = new TreeJoiner(binning, workers.length)
  /** What each has taken so far. */
  const profiles = new Map<Worker, Profile>()
  let numAsked = 0
  let numDone = 0
  // a listener that outlived this run would keep its rows and trees alive
  const ended = new AbortController()
  try {
    await new Promise<void>((resolve, reject) => {
      const askNext = (worker: Worker) => {
        if (work.kind === 'forest' && numAsked < numTrees) worker.postMessage(numAsked++)
      }
      const take = (index: number, grown: readonly Tree[]) => {
        trees[index] = grown
        numDone++
        options.onProgress?.(numDone)
      }
      const join = (index: number, parts: TreeParts) => {
        const joined = joiner.add(index, parts)
        if (joined !== null) take(index, joined)
      }
      const receive = (worker: Worker, reply: TreeReply) => {
        const { index, profile } = reply
        if (profile !== null) profiles.set(worker, profile)
        if ('trees' in reply) take(index, reply.trees)
        else for (const [at, parts] of reply.grown.entries()) join(index + at, parts)
        if (numDone === numTrees) resolve()
        else askNext(worker)
      }
      const interrupt = () =>
        reject(new FreeflowError('interrupted', `interrupted after ${numDone} of ${numTrees} trees`))
      if (options.signal?.aborted) interrupt()
      options.signal?.addEventListener('abort', interrupt, { once: true, signal: ended.signal })
      for (const [member, worker] of workers.entries()) {
        worker.on('message', (reply: TreeReply) => receive(worker, reply))
        worker.on('error', reject)
        const task: WorkerTask = { work, member, isProfiled: options.profiler !== undefined }
        worker.postMessage(task)
        askNext(worker)
      }
    })
  } finally {
    ended.abort()
  }
  for (const profile of profiles.values()) options.profiler?.addAll(profile)
  return trees
}
