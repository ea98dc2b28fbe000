import { SHARE_ENV, Worker } from 'node:worker_threads'

/** The threads that grow trees; they load what they need while the thread that asks for the trees prepares their work. */
export class TreeCrew {
  /** The most that there may be work for, at least 1. */
  readonly numWorkers: number
  readonly #workers: Worker[] = []

  /** Starts all workers but one, in whose place this thread works as long as it prepares. */
  constructor(numWorkers: number) {
    this.numWorkers = numWorkers
    this.#start(Math.max(1, numWorkers - 1))
  }

  /** Those that can help this thread. */
  get helpers(): readonly Worker[] {
    return this.#workers.slice(0, this.numWorkers - 1)
  }

  /** Starts the last worker too, once this thread has little to do; gives all. */
  all(): readonly Worker[] {
    this.#start(this.numWorkers)
    return this.#workers
  }

  /** Ends all that were started; they need some milliseconds for it, for which nobody has to wait. */
  end(): void {
    for (const worker of this.#workers) void worker.terminate()
  }

  #start(numWorkers: number): void {
    // what the build makes of tree-worker.ts
    const file = new URL('./tree-worker.cjs', import.meta.url)
    // a copy of the environment would take time too
    while (this.#workers.length < numWorkers) this.#workers.push(new Worker(file, { env: SHARE_ENV }))
  }
}
