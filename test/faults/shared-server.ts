import type { SparkServer } from '../cluster/spark-server.ts'

/** A Spark server that several cases share, in their order. */
export interface SharedServer {
  /** For what they write; `features` in it is a table to train on. */
  readonly folder: string
  /** The server's own folder. */
  readonly run: string
  readonly server: () => SparkServer
  /** Stops the server, dead or alive, and starts another with the same token. */
  readonly startAnew: () => Promise<void>
}
