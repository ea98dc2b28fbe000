import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, INTEGER } from '@duckdb/node-api'
import { sqlName, sqlString } from './duckdb.ts'
import type { Column, Table } from './table.ts'

/** Rows that one chunk of DuckDB holds at most. */
const CHUNK_ROWS = 2048

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
  await appendRows(connection, `${name} raw`, table)
  const selected = columns.map(
    ([column, values]) => `${selectExpression(column, values)} AS ${sqlName(column)}`,
  )
  await connection.run(`CREATE TEMP TABLE ${sqlName(name)} AS SELECT ${selected.join(', ')} FROM ${raw}`)
  await connection.run(`DROP TABLE ${raw}`)
}

async function appendRows(connection: DuckDBConnection, name: string, table: Table): Promise<void> {
  const columns = [...table.columns.values()]
  const types = columns.map(({ kind }) => (kind === 'string' ? INTEGER : DOUBLE))
  const appender = await connection.createAppender(name)
  for (let start = 0; start < table.numRows; start += CHUNK_ROWS) {
    const numRows = Math.min(CHUNK_ROWS, table.numRows - start)
    const chunk = DuckDBDataChunk.create(types, numRows)
    columns.forEach((column, index) => {
      const vector = chunk.getColumnVector(index)
      const values = rawValues(column)
      for (let row = 0; row < numRows; row++) vector.setItem(row, values[start + row])
      vector.flush()
    })
    appender.appendDataChunk(chunk)
  }
  appender.closeSync()
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
