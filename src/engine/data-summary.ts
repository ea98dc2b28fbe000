import type { DataFinding } from '../traffic/data-finding.ts'

/** The data of a run. */
export interface DataSummary {
  readonly uri: string
  /** Files read and their size. */
  readonly files: number
  readonly bytes: number
  readonly rows: number
  readonly rows_train: number
  readonly rows_test: number
  /** Rows set aside, by reason. */
  readonly rows_dropped: Readonly<Record<string, number>>
  readonly absent_columns: readonly string[]
  /** What the data contract found, errors first. */
  readonly findings: readonly DataFinding[]
  /** First and last instant, ISO 8601 in UTC. */
  readonly start: string
  readonly end: string
  readonly timezone: string
  /** SHA-256 of the rows, in order. */
  readonly sha256: string
}
