import type { FeatureColumns } from '../../prepare/fit-pipeline.ts'
import type { Frame } from '../../spark/frame.ts'
import type { KeptFrame } from '../../spark/keep-frame.ts'
import type { SparkSession } from '../../spark/session.ts'
import { checkZone } from '../../traffic/check-zone.ts'
import type { DataFinding } from '../../traffic/data-finding.ts'
import type { FeaturesNote } from '../../traffic/features-note.ts'
import { noRowsError } from '../../traffic/open-features.ts'
import type { DataOptions } from '../data-options.ts'
import type { LearningTask } from '../engine.ts'
import { presentFeatures } from '../expected-columns.ts'
import { reportFindings } from '../report-findings.ts'
import { countFiles, type FileCount } from './count-files.ts'
import { findInRows } from './find-in-rows.ts'
import { type OpenTable, openTable } from './open-table.ts'
import { readNote } from './read-note.ts'
import { rowHashSql } from './row-hash-sql.ts'
import { type RowScan, scanRows } from './scan-rows.ts'
import type { SparkRun } from './spark-run.ts'
import { sqlName, sqlString } from './sql-text.ts'

/** Rows of a feature table that Spark holds, checked. */
export interface SparkRows {
  /**
   * Rows by sensor and time within partitions that depend on these alone: `sensor_id`, `epoch_ms`, the columns (numbers as doubles, NaN as null), `split_hash`,
   * `fold_hash`, `dropped` (why a row is set aside, else null) and `is_whole` (no null at all).
   */
  readonly kept: KeptFrame
  readonly scan: RowScan
  readonly files: FileCount
  /** Number of rows set aside, by reason. */
  readonly dropped: Readonly<Record<string, number>>
  readonly columns: FeatureColumns
  /** Names of the categorical columns of strings. */
  readonly strings: ReadonlySet<string>
  readonly absentColumns: readonly string[]
  readonly timezone: string
  readonly note: FeaturesNote
  readonly findings: readonly DataFinding[]
}

/**
 * Lets Spark load the rows that a task needs, in one pass over the files that the dates leave, checks them, and
 * marks incomplete ones.
 *
 * @throws FreeflowError `data` where the table cannot be used, with all that is wrong in its rows.
 */
export async function loadRows(run: SparkRun, options: DataOptions, task: LearningTask): Promise<SparkRows> {
  const { session, host } = run
  const { report } = host
  report.info(`Loading features from ${options.data}`)
  const note = await readNote(options.data, host)
  const declared = options.timezone ?? note.timezone
  const timezone = declared ?? 'UTC'
  const opened = await openTable(session, { ...options, timezone }, task, note.absentColumns)
  const columns = presentFeatures(task.features, (name) => opened.names.includes(name))
  const names = [...columns.numeric, ...columns.categorical, task.target]
  const numParts = await numPartitions(session)
  const frame = rowsFrame(run, opened, { options, columns, names, numParts })
  const kept = await run.kept.keep(session, frame)
  const scan = await scanRows(session, kept.name, { names, strings: opened.strings })
  if (scan.numRows === 0) throw noRowsError({ ...options, path: options.data, timezone })
  const files = await countFiles(session, opened.sql.files)
  report.info(`Loaded ${scan.numRows} records (${files.numRead} files)`)
  if (opened.absentColumns.length > 0)
    report.warn(`left out, the source has none: ${opened.absentColumns.join(', ')}`)
  const { timestampType } = opened
  const findings = [
    ...(await findInRows(session, kept.name, scan, task.target)),
    ...checkZone({ timestampType, declared, numRows: scan.numRows }),
  ]
  reportFindings(options.data, findings, report)
  const dropped = await countDropped(run, kept.name, names)
  for (const [reason, count] of Object.entries(dropped)) report.info(`Set aside ${count} records: ${reason}`)
  const { strings, absentColumns } = opened
  return { kept, scan, files, dropped, columns, strings, absentColumns, timezone, note, findings }
}

/** Parts into which rows are cut; Spark bags and adds up by part, so this number decides with the seed. */
async function numPartitions(session: SparkSession): Promise<number> {
  const key = 'spark.sql.shuffle.partitions'
  return Number((await session.config(key))[key])
}

function rowsFrame(
  { session }: SparkRun,
  { sql, strings }: OpenTable,
  {
    options: { seed, split, nulls },
    columns,
    names,
    numParts,
  }: {
    readonly options: DataOptions
    readonly columns: FeatureColumns
    readonly names: readonly string[]
    readonly numParts: number
  },
): Frame {
  const values = names.map((name) => {
    const column = sqlName(name)
    const value = strings.has(name)
      ? `CAST(${column} AS STRING)`
      : `nullif(CAST(${column} AS DOUBLE), double('NaN'))`
    return `${value} AS ${column}`
  })
  const mustBe = nulls === 'impute' ? names.filter((name) => !columns.numeric.includes(name)) : names
  const reasons = mustBe.map((name) => `WHEN ${sqlName(name)} IS NULL THEN ${sqlString(`null ${name}`)}`)
  const hashes = [
    `${rowHashSql(seed, 'split', split)} AS split_hash`,
    `${rowHashSql(seed, 'fold', split)} AS fold_hash`,
  ]
  const isWhole = names.map((name) => `${sqlName(name)} IS NOT NULL`).join(' AND ')
  return session.sql(
    `SELECT /*+ REPARTITION(${numParts}, sensor_id, epoch_ms) */ *, ${hashes.join(', ')}, CASE ${reasons.join(' ')} END AS dropped, ${isWhole} AS is_whole
     FROM (SELECT CAST(sensor_id AS STRING) AS sensor_id, unix_millis(instant) AS epoch_ms, ${values.join(', ')} FROM (${sql.rows}))
     SORT BY sensor_id, epoch_ms`,
  )
}

/** Counts the rows that are set aside, by reason, in the order of the columns. */
async function countDropped(
  { session }: SparkRun,
  rows: string,
  names: readonly string[],
): Promise<Record<string, number>> {
  const counted = await session.collect(
    session.sql(`SELECT dropped, count(*) AS n FROM ${rows} WHERE dropped IS NOT NULL GROUP BY dropped`),
  )
  const counts = new Map(counted.map(({ dropped, n }) => [String(dropped), Number(n)]))
  const entries = names.flatMap((name): [string, number][] => {
    const count = counts.get(`null ${name}`)
    return count === undefined ? [] : [[`null ${name}`, count]]
  })
  return Object.fromEntries(entries)
}
