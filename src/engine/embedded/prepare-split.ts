import { FreeflowError } from '../../errors.ts'
import type { TrainingSet } from '../../learn/training-set.ts'
import { encodeRows } from '../../prepare/encode-rows.ts'
import { type FeatureLayout, featureLayout } from '../../prepare/feature-layout.ts'
import { type FeatureColumns, fitPipeline, type NullPolicy } from '../../prepare/fit-pipeline.ts'
import type { PipelineModel } from '../../prepare/pipeline-model.ts'
import type { Table } from '../../table/table.ts'
import type { RowSplit } from '../../traffic/split-rows.ts'

/** The rows of one split, prepared by what was fitted on its training rows alone. */
export interface PreparedSplit {
  readonly split: RowSplit
  readonly pipeline: PipelineModel
  readonly layout: FeatureLayout
  readonly train: TrainingSet
  readonly test: TrainingSet
}

/** Which columns are prepared, and how. */
export interface SplitColumns {
  /** Features that the table has. */
  readonly columns: FeatureColumns
  /** Name of the label's column. */
  readonly target: string
  readonly nulls: NullPolicy
}

/**
 * Fits the preparation on the training rows and applies it to both sides.
 */
export function prepareSplit(
  table: Table,
  split: RowSplit,
  { columns, target, nulls }: SplitColumns,
): PreparedSplit {
  const pipeline = fitPipeline(table, split.train, columns, { nulls })
  const layout = featureLayout(pipeline)
  const label = table.columns.get(target)
  if (label?.kind !== 'number') throw new FreeflowError('data', `column ${target}: expected numbers`)
  const prepare = (rowIds: Uint32Array, isShared: boolean): TrainingSet => ({
    matrix: encodeRows(layout, table, rowIds, isShared),
    labels: Float64Array.from(rowIds, (row) => label.values[row]),
    rowIds,
  })
  return { split, pipeline, layout, train: prepare(split.train, true), test: prepare(split.test, false) }
}
