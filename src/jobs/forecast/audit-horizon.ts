import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { AuditFinding } from '../../audit/audit-finding.ts'
import { auditTable } from '../../audit/audit-table.ts'
import { sqlName, sqlString } from '../../table/duckdb.ts'
import { queryTable } from '../../table/query-table.ts'
import type { Table } from '../../table/table.ts'
import { forecastNeeds, forecastTarget } from '../../traffic/forecast/forecast-columns.ts'
import type { Leak } from '../../traffic/leaks.ts'
import type { RowSplit } from '../../traffic/split-rows.ts'
import { findIllegalFeatures } from './find-illegal-features.ts'

/** What to audit of a horizon. */
export interface AuditedHorizon {
  /** Directory of the forecast table. */
  readonly path: string
  /** What models learn from. */
  readonly features: readonly string[]
  readonly horizonMinutes: number
  /** IANA zone of the calendar. */
  readonly timezone: string
  /** The run's split: training rows lie before, test rows at or after, in ms since 1970. */
  readonly trainUntilMs: number
  readonly testStartMs: number
  readonly seed: number
}

/** Whether the features of a horizon know its target, by what they declare and by what the rows show. */
export interface HorizonAudit {
  readonly leaks: readonly Leak[]
  readonly features: number
  /** Rows and sensors that were looked at. */
  readonly rows: number
  readonly sensors: number
}

/** Whole sensors are taken up to about so many rows, at least one: some two seconds for each horizon. */
const MOST_ROWS = 6_000

/**
 * Audits the table of one horizon: each feature by its declared needs, and the values of some whole sensors, spread
 * evenly over their names, by the search for formulas, windows, copies and statistics.
 */
export async function auditHorizon(
  connection: DuckDBConnection,
  audited: AuditedHorizon,
): Promise<HorizonAudit> {
  const { features, horizonMinutes, timezone, seed } = audited
  const { table, numSensors } = await loadSensors(connection, audited)
  const { findings } = auditTable(table, {
    target: forecastTarget,
    targetName: `speed(t + ${horizonMinutes} min)`,
    entity: 'sensor_id',
    time: 'timestamp',
    aheadMs: horizonMinutes * 60_000,
    timezone,
    seed,
    split: () => splitOf(table, audited),
    served: null,
  })
  const found = findings.filter(({ severity }) => severity === 'leak').map(leakOf)
  return {
    leaks: [...findIllegalFeatures(features, forecastNeeds), ...found],
    features: features.length,
    rows: table.numRows,
    sensors: numSensors,
  }
}

function leakOf({ columns, formula, share, max_error, why }: AuditFinding): Leak {
  return { columns, formula, share, max_error, why }
}

async function loadSensors(connection: DuckDBConnection, { path, features }: AuditedHorizon) {
  const source = `read_parquet(${sqlString(join(path, '*.parquet'))})`
  const counted = await connection.runAndReadAll(`SELECT count(DISTINCT sensor_id), count(*) FROM ${source}`)
  const [numAll, numRows] = counted.getRows()[0].map(Number)
  const share = Math.min(1, MOST_ROWS / Math.max(numRows, 1))
  const numSensors = Math.max(Math.min(1, numAll), Math.round(share * numAll))
  const columns = ['sensor_id', 'timestamp', forecastTarget, ...features].map(sqlName).join(', ')
  const chosen = `SELECT sensor_id FROM (SELECT sensor_id, row_number() OVER (ORDER BY sensor_id) AS rank
    FROM (SELECT DISTINCT sensor_id FROM ${source}))
    WHERE rank * ${numSensors} // ${numAll} > (rank - 1) * ${numSensors} // ${numAll}`
  const table = await queryTable(
    connection,
    `SELECT ${columns} FROM ${source} WHERE sensor_id IN (${chosen}) ORDER BY sensor_id, timestamp`,
  )
  return { table, numSensors }
}

function splitOf(table: Table, { trainUntilMs, testStartMs }: AuditedHorizon): RowSplit {
  const column = table.columns.get('timestamp')
  const epochMs = column?.kind === 'instant' ? column.epochMs : new Float64Array(table.numRows)
  const all = Uint32Array.from(epochMs.keys())
  return {
    train: all.filter((row) => epochMs[row] < trainUntilMs),
    test: all.filter((row) => epochMs[row] >= testStartMs),
  }
}
