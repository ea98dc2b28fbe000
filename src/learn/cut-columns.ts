import { setImmediate } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import type { FeatureMatrix } from '../model/feature-matrix.ts'
import { type BinnedColumn, binColumns, type ColumnTask, isShared } from './bins/bin-columns.ts'
import type { Profiler } from './profile.ts'
import { shareTasks } from './shared-tasks.ts'
import type { TreeCrew } from './tree-crew.ts'
import type { ColumnReply, WorkerMessage } from './tree-worker.ts'

/** Who cuts columns. */
export interface CuttingOptions {
  /** Those that will grow the trees, and help to cut features; `null` where this thread is alone. */
  readonly crew: TreeCrew | null
  /** Told what other threads take. */
  readonly profiler?: Profiler | undefined
}

/**
 * Cuts every feature, together with other threads, and gives them in the order of the features.
 *
 * This thread cuts one only where the next in order is not there, so that what is made of them is made while others cut.
 */
export async function* cutColumns(
  matrix: FeatureMatrix,
  maxBins: number,
  { crew, profiler }: CuttingOptions,
): AsyncGenerator<BinnedColumn> {
  const task: ColumnTask = { matrix, maxBins, tasks: shareTasks() }
  const replies = new ColumnReplies(isShared(matrix) ? (crew?.helpers ?? []) : [], profiler)
  try {
    replies.ask(task)
    const own = binColumns(task)
    for (let feature = 0; feature < matrix.features.length; feature++) {
      // the others have loaded, and the last will have when the rows are ready
      if (2 * feature > matrix.features.length) crew?.all()
      let column = replies.take(feature)
      while (column === null) {
        const cut = own.next()
        if (cut.done !== true) replies.add(cut.value)
        else await replies.more()
        // lets in what others have cut
        await setImmediate()
        column = replies.take(feature)
      }
      yield column
    }
  } finally {
    replies.close()
  }
}

/** Columns that are cut and not yet taken, by this thread or by others. */
class ColumnReplies {
  readonly #helpers: readonly Worker[]
  readonly #columns = new Map<number, BinnedColumn>()
  readonly #receive: (reply: ColumnReply) => void
  readonly #fail: (error: unknown) => void
  #failure: { readonly error: unknown } | null = null
  #wake: () => void = () => undefined

  constructor(helpers: readonly Worker[], profiler: Profiler | undefined) {
    this.#helpers = helpers
    this.#receive = ({ column, seconds }) => {
      profiler?.add('bins', { seconds, updates: 0 })
      this.add(column)
      this.#wake()
    }
    this.#fail = (error) => {
      this.#failure = { error }
      this.#wake()
    }
    for (const helper of helpers) helper.on('message', this.#receive).on('error', this.#fail)
  }

  ask(task: ColumnTask): void {
    const message: WorkerMessage = { kind: 'columns', task }
    for (const helper of this.#helpers) helper.postMessage(message)
  }

  add(column: BinnedColumn): void {
    this.#columns.set(column.feature, column)
  }

  /** Gives a column, once, or `null` where it is not there. */
  take(feature: number): BinnedColumn | null {
    const column = this.#columns.get(feature) ?? null
    this.#columns.delete(feature)
    return column
  }

  /** Waits for another column. */
  async more(): Promise<void> {
    if (this.#failure === null)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    if (this.#failure !== null) throw this.#failure.error
  }

  /** Listens no longer. */
  close(): void {
    for (const helper of this.#helpers) helper.off('message', this.#receive).off('error', this.#fail)
  }
}
