import type { JobHost } from '../engine/host.ts'
import { FreeflowError } from '../errors.ts'
import { addIntervals } from '../predict/add-intervals.ts'
import type { IntervalRule } from '../predict/interval-rule.ts'
import type { Column, Table } from '../table/table.ts'
import { type TableFormat, tableFormat, writeTable } from '../table/write-table.ts'
import type { DataFinding } from '../traffic/data-finding.ts'
import { type PredictStoredOptions, predictStored } from './predict-stored.ts'
import { writeOutFile } from './write-out-file.ts'
import { reportPath } from './write-report-file.ts'

/** Which rows to predict with which model, and where to write. */
export interface PredictFileOptions extends PredictStoredOptions {
  /** File to write, `.parquet` or `.csv`, a path or a URI of HDFS; replaced if it is there. */
  readonly out: string
}

/** What was predicted. */
export interface PredictSummary {
  readonly model: string
  readonly version: string
  readonly out: string
  readonly rows: number
  /** Share of what comes that the intervals are to hold; `null` where the version has none. */
  readonly interval_level: number | null
  /** Rows without a prediction, as a feature of theirs is null or a category that is skipped. */
  readonly rows_without_prediction: number
  /** What the data contract found: warnings only. */
  readonly findings: readonly DataFinding[]
}

/**
 * Predicts every row of a feature table, or of readings, and writes sensor_id, timestamp and prediction; with a version
 * that has intervals also `lower` and `upper`.
 *
 * A row with a null feature, or with an unseen category where preparation skips those, gets a null prediction.
 *
 * @throws FreeflowError `data` where the version or the data cannot be used, `usage` for an unknown ending of
 *   the file to write, `storage` where it cannot be written.
 */
export async function predictFile(options: PredictFileOptions, host: JobHost): Promise<PredictSummary> {
  const { report } = host
  const { out } = options
  const format = tableFormat(out)
  await reportPath(out, host.hdfs)
  const stored = await predictStored(options, noMore, host)
  const { version, table, ledger, findings, predictions, intervals } = stored
  const all = new Float64Array(table.numRows).fill(Number.NaN)
  predictions.forEach((predicted, at) => {
    all[ledger.rows[at]] = predicted
  })
  await writeOutFile(out, host.hdfs, (path) =>
    writePredictions(table, columnsOf(all, intervals), path, format),
  )
  const numMissing = table.numRows - ledger.rows.length
  if (numMissing > 0)
    report.warn(`${numMissing} rows have a null feature, or a category that is skipped, and no prediction`)
  report.info(`Wrote ${table.numRows} predictions to ${out}`)
  const { model, version: versionName } = version
  return {
    model,
    version: versionName,
    out,
    rows: table.numRows,
    interval_level: intervals?.level ?? null,
    rows_without_prediction: numMissing,
    findings,
  }
}

const noMore = { required: [], optional: [] }

/** Gives the columns to write beside the keys. */
function columnsOf(prediction: Float64Array, intervals: IntervalRule | null): [string, Column][] {
  const columns = intervals === null ? { prediction } : { ...addIntervals(prediction, intervals) }
  return Object.entries(columns).map(([name, values]) => [name, { kind: 'number', values }])
}

async function writePredictions(
  table: Table,
  columns: readonly [string, Column][],
  out: string,
  format: TableFormat,
): Promise<void> {
  const keys = ['sensor_id', 'timestamp'].flatMap((name): [string, Column][] => {
    const column = table.columns.get(name)
    return column === undefined ? [] : [[name, column]]
  })
  const written = { numRows: table.numRows, columns: new Map([...keys, ...columns]) }
  await writeTable(written, out, format).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new FreeflowError('storage', `${out}: cannot be written: ${reason}`, { cause })
  })
}
