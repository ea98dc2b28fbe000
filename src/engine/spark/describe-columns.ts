import type { ColumnStatistics } from '../../prepare/column-statistics.ts'
import type { SparkRow } from '../../spark/collect-rows.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { ScannedColumns } from './scan-rows.ts'
import { sqlName } from './sql-text.ts'

const NUM_TOP = 10
/** Distance in rank within which a quantile may lie: one in this many rows. */
const ACCURACY = 10_000

/**
 * Describes columns over the rows that a condition leaves, as `columnStatistics` does; quantiles are of rank within
 * one in 10,000 rows of the exact ones.
 */
export async function describeColumns(
  session: SparkSession,
  rows: string,
  condition: string,
  { names, strings }: ScannedColumns,
): Promise<Record<string, ColumnStatistics>> {
  const measures = names.flatMap((name, at) => (strings.has(name) ? countOf(name, at) : measuresOf(name, at)))
  const [row] = await session.collect(
    session.sql(`SELECT count(*) AS n, ${measures.join(', ')} FROM ${rows} WHERE ${condition}`),
  )
  const numRows = Number(row.n)
  const described: Record<string, ColumnStatistics> = {}
  for (const [at, name] of names.entries()) {
    const isCounted = strings.has(name) || row[`codes${at}`] === true
    const top = isCounted ? await topOf(session, rows, condition, name) : null
    described[name] = { ...statisticsOf(row, at, numRows), top }
  }
  return described
}

function countOf(name: string, at: number): string[] {
  return [`count(${sqlName(name)}) AS count${at}`]
}

function measuresOf(name: string, at: number): string[] {
  const column = sqlName(name)
  const deciles = Array.from({ length: 10 }, (_, part) => `${(part + 1) / 10}D`)
  return [
    ...countOf(name, at),
    `min(${column}) AS min${at}`,
    `max(${column}) AS max${at}`,
    `avg(${column}) AS mean${at}`,
    `coalesce(stddev_samp(${column}), 0D) AS deviation${at}`,
    `percentile_approx(${column}, array(${deciles.join(', ')}), ${ACCURACY}) AS quantiles${at}`,
    `bool_and(${column} BETWEEN 0 AND 255 AND ${column} = floor(${column})) AS codes${at}`,
  ]
}

function statisticsOf(row: SparkRow, at: number, numRows: number): Omit<ColumnStatistics, 'top'> {
  const count = Number(row[`count${at}`])
  const number = (name: string) =>
    typeof row[`${name}${at}`] === 'number' ? Number(row[`${name}${at}`]) : null
  const quantiles = row[`quantiles${at}`]
  return {
    count,
    nulls: numRows - count,
    min: number('min'),
    max: number('max'),
    mean: number('mean'),
    deviation: count === 0 ? null : number('deviation'),
    quantiles: Array.isArray(quantiles) ? quantiles.map(Number) : null,
  }
}

/** Counts the most frequent values, ties by value. */
async function topOf(
  session: SparkSession,
  rows: string,
  condition: string,
  name: string,
): Promise<ColumnStatistics['top']> {
  const column = sqlName(name)
  const counted = await session.collect(
    session.sql(
      `SELECT ${column} AS value, count(*) AS n FROM ${rows} WHERE ${condition} AND ${column} IS NOT NULL
       GROUP BY ${column} ORDER BY n DESC, value LIMIT ${NUM_TOP}`,
    ),
  )
  return counted.map(({ value, n }) => ({
    value: typeof value === 'number' ? value : String(value),
    count: Number(n),
  }))
}
