import type { Worker } from 'node:worker_threads'
import { FreeflowError } from '../errors.ts'
import type { Tree } from '../model/tree.ts'
import type { Profile, Profiler } from './profile.ts'
import { TreeCrew } from './tree-crew.ts'
import { TreeGatherer } from './tree-gatherer.ts'
import type { TreeReplies, TreeWork, WorkerMessage } from './tree-worker.ts'

/** Least ms from one message of a worker to its next, where several share the cores with the thread that receives them. */
const REPLY_EVERY = 50

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
 * Starts worker threads and ends them after `use`.
 *
 * @param numWorkers  The most that there may be work for.
 */
export async function withTreeWorkers<T>(
  numWorkers: number,
  use: (crew: TreeCrew) => Promise<T>,
): Promise<T> {
  const crew = new TreeCrew(numWorkers)
  try {
    return await use(crew)
  } finally {
    crew.end()
  }
}

/**
 * Grows trees in worker threads and gives them in the order of their index.
 *
 * A forest's trees are grown by whichever worker takes them first; boosted trees by all workers together, and joined
 * here.
 *
 * @param crew  Some of it has no work where memory holds fewer kernels.
 * @param numTrees  Trees of each model.
 * @returns The trees of each index: one of boosting, or one a forest.
 * @throws FreeflowError `interrupted` when the signal fires; whatever a worker throws.
 */
export async function growInWorkers(
  crew: TreeCrew,
  work: TreeWork,
  numTrees: number,
  options: RunOptions,
): Promise<(readonly Tree[])[]> {
  const { maxKernels, binning } = work.plan.rows
  const workers = crew.all().slice(0, maxKernels)
  const gatherer = new TreeGatherer(binning, workers.length)
  /** What each has taken so far. */
  const profiles = new Map<Worker, Profile>()
  // a listener that outlived this run would keep its rows and trees alive
  const ended = new AbortController()
  try {
    await new Promise<void>((resolve, reject) => {
      const receive = (worker: Worker, { replies, profile }: TreeReplies) => {
        if (profile !== null) profiles.set(worker, profile)
        for (const reply of replies) {
          if (gatherer.take(reply)) options.onProgress?.(gatherer.numDone)
        }
        if (gatherer.numDone === numTrees) resolve()
      }
      const interrupt = () =>
        reject(new FreeflowError('interrupted', `interrupted after ${gatherer.numDone} of ${numTrees} trees`))
      if (options.signal?.aborted) interrupt()
      options.signal?.addEventListener('abort', interrupt, { once: true, signal: ended.signal })
      for (const [member, worker] of workers.entries()) {
        worker.on('message', (answer: TreeReplies) => receive(worker, answer))
        worker.on('error', reject)
        send(worker, {
          kind: 'trees',
          work,
          member,
          isProfiled: options.profiler !== undefined,
          replyEvery: workers.length > 1 ? REPLY_EVERY : 0,
        })
      }
    })
  } finally {
    ended.abort()
  }
  for (const profile of profiles.values()) options.profiler?.addAll(profile)
  return gatherer.trees
}

function send(worker: Worker, message: WorkerMessage): void {
  worker.postMessage(message)
}
