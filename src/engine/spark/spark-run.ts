import type { SparkSession } from '../../spark/session.ts'
import type { JobHost } from '../host.ts'
import type { KeptFrames } from './kept-frames.ts'
import type { Staging } from './staging.ts'

/** What all work in Spark shares. */
export interface SparkRun {
  readonly session: SparkSession
  readonly kept: KeptFrames
  readonly staging: Staging
  /** Fits that may run at the same time. */
  readonly parallelism: number
  readonly host: JobHost
}
