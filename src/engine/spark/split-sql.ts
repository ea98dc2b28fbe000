import type { SparkSession } from '../../spark/session.ts'
import { checkSplitSizes, type SplitKind } from '../../traffic/split-rows.ts'
import { testStartMs } from '../../traffic/test-start.ts'
import { sqlDouble } from './sql-text.ts'

/** The rows of both sides of a split, as conditions of SQL on the rows. */
export interface SplitSql {
  readonly train: string
  readonly test: string
}

/** How rows are split; see `splitRows`. */
export interface SplitSqlOptions {
  readonly kind: SplitKind
  readonly testRatio: number
  readonly numFolds: number
  readonly purgeMs: number
  readonly timezone: string
}

const whole = 'dropped IS NULL'

/** Splits the complete rows of a view as `splitRows` splits those of a table: the same rows on either side. */
export async function splitSql(
  session: SparkSession,
  rows: string,
  { kind, testRatio, purgeMs, timezone }: SplitSqlOptions,
): Promise<SplitSql> {
  if (kind !== 'temporal') {
    const ratio = sqlDouble(testRatio)
    return { train: `${whole} AND split_hash >= ${ratio}`, test: `${whole} AND split_hash < ${ratio}` }
  }
  const [startMs, endMs] = await spanOf(session, rows, whole)
  const cutMs = testStartMs({ startMs, endMs, timezone, testRatio })
  return {
    train: `${whole} AND epoch_ms < ${sqlDouble(cutMs - purgeMs)}`,
    test: `${whole} AND epoch_ms >= ${sqlDouble(cutMs)}`,
  }
}

/** Cuts the training rows of a view into folds as `foldRows` does. */
export async function foldsSql(
  session: SparkSession,
  rows: string,
  { train }: SplitSql,
  { kind, numFolds, purgeMs }: SplitSqlOptions,
): Promise<SplitSql[]> {
  const folds = Array.from({ length: numFolds }, (_, fold) => fold)
  if (kind !== 'temporal' || numFolds === 0)
    return folds.map((fold) => {
      const isHeldOut = `floor(fold_hash * ${sqlDouble(numFolds)}) = ${fold}`
      return { train: `${train} AND NOT ${isHeldOut}`, test: `${train} AND ${isHeldOut}` }
    })
  const [startMs, lastMs] = await spanOf(session, rows, train)
  const spanMs = lastMs - startMs + 1
  return folds.map((fold) => {
    const blockStart = startMs + (fold / numFolds) * spanMs
    const blockEnd = startMs + ((fold + 1) / numFolds) * spanMs
    const [before, after] = [blockStart - purgeMs, blockEnd + purgeMs].map(sqlDouble)
    return {
      train: `${train} AND (epoch_ms < ${before} OR epoch_ms >= ${after})`,
      test: `${train} AND epoch_ms >= ${sqlDouble(blockStart)} AND epoch_ms < ${sqlDouble(blockEnd)}`,
    }
  })
}

/** How many rows the sides of a split have. */
export interface SplitCounts {
  readonly numTrain: number
  readonly numTest: number
  /** Milliseconds since 1970 of the last training row. */
  readonly trainedUntil: number
}

/**
 * Counts the rows of splits, in one pass.
 *
 * @throws FreeflowError `data` where a split leaves fewer than 2 rows to train or none to test.
 */
export async function countSplits(
  session: SparkSession,
  rows: string,
  splits: readonly SplitSql[],
): Promise<SplitCounts[]> {
  const counts = splits.flatMap(({ train, test }, at) => [
    `count_if(${train}) AS train${at}`,
    `count_if(${test}) AS test${at}`,
    `max(epoch_ms) FILTER (WHERE ${train}) AS until${at}`,
  ])
  const [row] = await session.collect(session.sql(`SELECT ${counts.join(', ')} FROM ${rows}`))
  return splits.map((_, at) => {
    const [numTrain, numTest] = [Number(row[`train${at}`]), Number(row[`test${at}`])]
    checkSplitSizes(numTrain, numTest)
    return { numTrain, numTest, trainedUntil: Number(row[`until${at}`]) }
  })
}

async function spanOf(
  session: SparkSession,
  rows: string,
  condition: string,
): Promise<[startMs: number, endMs: number]> {
  const [row] = await session.collect(
    session.sql(`SELECT min(epoch_ms) AS start, max(epoch_ms) AS end FROM ${rows} WHERE ${condition}`),
  )
  return [Number(row.start), Number(row.end)]
}
