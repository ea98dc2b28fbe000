import type { NullPolicy } from '../prepare/fit-pipeline.ts'
import type { LoadFeaturesOptions } from '../traffic/load-features.ts'
import type { SplitKind } from '../traffic/split-rows.ts'

/** Which rows to load, and from where. */
export interface LoadRowsOptions
  extends Pick<LoadFeaturesOptions, 'startDate' | 'endDate' | 'seed' | 'threads'> {
  /** A feature table: Parquet file or directory. */
  readonly data: string
  /** What a null in a numeric column does to its row: set it aside, or wait to be imputed. */
  readonly nulls: NullPolicy
  /** IANA zone of the dates; without it the table's own, else UTC. */
  readonly timezone?: string | undefined
  /** Most memory that the embedded engine may plan with, such as `4G`; without it, what the process may have. */
  readonly memory?: string | undefined
}

/** Which rows a run learns from, and how they are split. */
export interface DataOptions extends LoadRowsOptions {
  /** By what rows are kept to judge the models, and by what they are folded. */
  readonly split: SplitKind
  /** Share of the rows that is kept to judge the models. */
  readonly testRatio: number
  /** Time between training and test rows of a temporal split: `75m`, `2h`, or `auto` for the longest window. */
  readonly purge: string
  /** Number of folds of the training rows; 0 for none. */
  readonly folds: number
  /** Whether the embedded engine says what the time of growing trees goes into. */
  readonly profile?: boolean | undefined
}
