import { FreeflowError } from '../errors.ts'
import type { HdfsOptions } from '../hdfs/hdfs-options.ts'

/** Where a job says what it does. */
export interface Reporter {
  /** A line of the log. */
  info(line: string): void
  /** A line that a person should look at. */
  warn(line: string): void
  /** How far a task has come; `done` equal to `total` ends it. */
  progress(task: string, done: number, total: number): void
}

/** What a job takes from the outside world. */
export interface JobHost {
  readonly report: Reporter
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A fresh UUID. */
  readonly newId: () => string
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal
  /** Where HDFS is and as whom it is used; `{}` where the URIs say all, or are local. */
  readonly hdfs: HdfsOptions
}

/**
 * Ends a job between two of its steps where the user has interrupted it.
 *
 * @throws FreeflowError `interrupted`; nothing is published then.
 */
export function stopIfInterrupted({ signal }: { readonly signal?: AbortSignal | undefined }): void {
  if (signal?.aborted) throw new FreeflowError('interrupted', 'interrupted; nothing was published')
}
