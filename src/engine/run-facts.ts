import type { ColumnStatistics } from '../prepare/column-statistics.ts'
import type { FeatureLayout } from '../prepare/feature-layout.ts'
import type { FeatureColumns } from '../prepare/fit-pipeline.ts'
import type { PipelineModel } from '../prepare/pipeline-model.ts'
import type { Table } from '../table/table.ts'
import type { FeatureTableInfo } from '../traffic/feature-table-info.ts'
import type { Leak } from '../traffic/leaks.ts'
import type { DataSummary } from './data-summary.ts'

/** What is known of the rows of a run once they are loaded. */
export interface RunFacts {
  readonly summary: DataSummary
  /** The columns used, without those that the source lacks. */
  readonly columns: FeatureColumns
  /** The preparation, fitted on the training rows. */
  readonly pipeline: PipelineModel
  /** The same read as slots. */
  readonly layout: FeatureLayout
  /** What the features were measured against; `null` where the table does not say it. */
  readonly network: FeatureTableInfo['network'] | null
  /** Of the training rows, by column. */
  readonly columnStatistics: Readonly<Record<string, ColumnStatistics>>
  /** `null` where rows were not split by time. */
  readonly purgeMinutes: number | null
  /** Milliseconds since 1970 of the last training row. */
  readonly trainedUntil: number
  /** Folds of the training rows; 0 where none were asked for. */
  readonly numFolds: number
}

/** What can be asked of the rows of a run. */
export interface RunProbes {
  /** Tests on the training rows without nulls whether features give the target away. */
  findLeaks(): Promise<Leak[]>

  /**
   * Gives some of the test rows without nulls, at most `count`, always the same: the columns that the preparation
   * takes, in original units.
   */
  sampleRows(count: number): Promise<Table>

  /** Measures on the prepared rows what was asked of the preparation. */
  measurePreparation(): Promise<PreparationMeasures>
}

/** What the prepared rows look like. */
export interface PreparationMeasures {
  /** Nulls, NaN and infinities in the features of training and test rows. */
  readonly numNulls: number
  /** Largest distance of a slot's mean from 0, and of its deviation from 1, over the training rows. */
  readonly meanError: number
  readonly deviationError: number
  /** Slots of deviation 0, which are 0 in all rows. */
  readonly numConstant: number
  /** Whether each label equals the target of its row. */
  readonly isLabelKept: boolean
}
