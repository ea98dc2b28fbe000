import type { DuckDBConnection } from '@duckdb/node-api'
import { appendColumns } from './append-columns.ts'
import { sqlName, sqlString } from './duckdb.ts'
import type { Column, Table } from './table.ts'

/**
 * Brings a table into DuckDB under a name, rows in order.
 *
 * Numbers arrive as DOUBLE, strings as VARCHAR, instants as TIMESTAMPTZ; NaN and code -1 arrive as NULL.
 */
export async function createTable(connection: DuckDBConnection, name: string, table: Table): Promise<void> {
  const columns = [...table.columns]
  const raw = sqlName(`${name} raw`)
  const declared = columns.map(
    ([column, { kind }]) => `${sqlName(column)} ${kind === 'string' ? 'INTEGER' : 'DOUBLE'}`,
  )
  await connection.run(`CREATE TEMP TABLE ${raw} (${declared.join(', ')})`)
  const values = columns.map(([, column]) => rawValues(column))
  await appendColumns(connection, `${name} raw`, [values])
  const selected = columns.map(
    ([column, values]) => `${selectExpression(column, values)} AS ${sqlName(column)}`,
  )
  await connection.run(`CREATE TEMP TABLE ${sqlName(name)} AS SELECT ${selected.join(', ')} FROM ${raw}`)
  await connection.run(`DROP TABLE ${raw}`)
}

function rawValues(column: Column): Float64Array | Int32Array {
  if (column.kind === 'string') return column.codes
  return column.kind === 'number' ? column.values : column.epochMs
}

function selectExpression(name: string, column: Column): string {
  const quoted = sqlName(name)
  if (column.kind === 'string') {
    const list = column.dictionary.map(sqlString).join(', ')
    return `CAST([${list}][${quoted} + 1] AS VARCHAR)`
  }
  if (column.kind === 'number') return `CASE WHEN isnan(${quoted}) THEN NULL ELSE ${quoted} END`
  return `CASE WHEN isnan(${quoted}) THEN NULL ELSE make_timestamptz(CAST(${quoted} * 1000 AS BIGINT)) END`
}
