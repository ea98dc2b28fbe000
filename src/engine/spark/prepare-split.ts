import type { PipelineModel } from '../../prepare/pipeline-model.ts'
import type { KeptFrame } from '../../spark/keep-frame.ts'
import { fitPreparation, type PreparationTask } from './fit-preparation.ts'
import type { SparkRun } from './spark-run.ts'
import type { SplitSql } from './split-sql.ts'
import { sqlName } from './sql-text.ts'

/** The rows of one split in Spark, prepared by what was fitted on its training rows alone. */
export interface PreparedSplit {
  readonly pipeline: PipelineModel
  /** Columns `features` and `label`, rows in order. */
  readonly train: KeptFrame
  readonly test: KeptFrame
  /** Lets Spark forget the rows and what was fitted on them. */
  forget(): Promise<void>
}

/**
 * Fits the preparation on the training rows and keeps both sides prepared.
 *
 * @param rows  Name of the view of all rows.
 */
export async function prepareSplit(
  { session, kept }: SparkRun,
  rows: string,
  split: SplitSql,
  task: PreparationTask & { readonly target: string },
): Promise<PreparedSplit> {
  const names = [...task.columns.numeric, ...task.columns.categorical].map(sqlName)
  const side = (condition: string) =>
    session.sql(
      `SELECT ${names.join(', ')}, ${sqlName(task.target)} AS label FROM ${rows} WHERE ${condition}`,
    )
  const { pipeline, apply, models } = await fitPreparation(session, side(split.train), task)
  const prepared = (condition: string) => kept.keepColumns(session, apply(side(condition)), 'features, label')
  const [train, test] = [await prepared(split.train), await prepared(split.test)]
  const forget = async () => {
    await kept.forget(session, train)
    await kept.forget(session, test)
    await session.delete(...models)
  }
  return { pipeline, train, test, forget }
}
