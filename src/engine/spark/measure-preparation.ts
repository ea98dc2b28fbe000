import type { KeptFrame } from '../../spark/keep-frame.ts'
import { numbersFromValue } from '../../spark/numbers-from-value.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { PreparationMeasures } from '../run-facts.ts'
import type { PreparedSplit } from './prepare-split.ts'
import type { SplitSql } from './split-sql.ts'
import { sqlName } from './sql-text.ts'

/** The rows that were prepared. */
interface PreparedRows {
  /** Name of the view of all rows. */
  readonly rows: string
  readonly split: SplitSql
  readonly target: string
}

/**
 * Measures on the prepared rows what was asked of the preparation: by a second scaler fitted on the vectors, whose
 * mean of a slot is a number only if all values are. So `numNulls` counts slots.
 */
export async function measurePreparation(
  session: SparkSession,
  prepared: PreparedSplit,
  { rows, split, target }: PreparedRows,
): Promise<PreparationMeasures> {
  const train = await momentsOf(session, prepared.train)
  const test = await momentsOf(session, prepared.test)
  const labels = await Promise.all(
    (
      [
        ['train', prepared.train],
        ['test', prepared.test],
      ] as const
    ).map(async ([side, { name }]) => {
      const kept = await sumOf(session, 'label', name, 'true')
      return kept === (await sumOf(session, target, rows, split[side]))
    }),
  )
  return {
    numNulls: [...train.mean, ...test.mean].filter((mean) => !Number.isFinite(mean)).length,
    meanError: train.mean.reduce((worst, mean) => Math.max(worst, Math.abs(mean)), 0),
    deviationError: train.std.reduce(
      (worst, std) => (std === 0 ? worst : Math.max(worst, Math.abs(std - 1))),
      0,
    ),
    numConstant: train.std.filter((std) => std === 0).length,
    isLabelKept: labels.every((isKept) => isKept),
  }
}

async function momentsOf(session: SparkSession, frame: KeptFrame) {
  const params = { inputCol: 'features', outputCol: 'again', withMean: true, withStd: true }
  const model = await session.fit({ class: 'org.apache.spark.ml.feature.StandardScaler', params }, frame)
  const mean = numbersFromValue(await session.fetch(model, 'mean'))
  const std = numbersFromValue(await session.fetch(model, 'std'))
  await session.delete(model)
  return { mean, std }
}

/** Number and sum of a column, as text; a sum of decimals is the same in any order. */
async function sumOf(
  session: SparkSession,
  column: string,
  rows: string,
  condition: string,
): Promise<string> {
  const value = sqlName(column)
  const [row] = await session.collect(
    session.sql(
      `SELECT concat_ws(' ', count(${value}), sum(CAST(${value} AS DECIMAL(28, 10)))) AS sum FROM ${rows} WHERE ${condition}`,
    ),
  )
  return String(row.sum)
}
