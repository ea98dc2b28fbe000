import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'
import { sqlName } from './duckdb.ts'
import type { Column, Table } from './table.ts'

/** Name and DuckDB type of a result column, for instance `['speed', 'DOUBLE']`. */
export type ColumnType = readonly [name: string, type: string]

/** Gives names and types of the columns that a query answers with, without running it. */
export async function describeQuery(connection: DuckDBConnection, sql: string): Promise<ColumnType[]> {
  const reader = await connection.runAndReadAll(`DESCRIBE ${sql}`)
  return reader.getRowsJson().map((row) => [String(row[0]), String(row[1])])
}

/** Says how a DuckDB type is kept in a table, or `null` where it is not (lists, structs, blobs ...). */
export function columnKind(type: string): Column['kind'] | null {
  if (/^(VARCHAR|ENUM|UUID)/.test(type)) return 'string'
  if (/^(TIMESTAMP|DATE)/.test(type)) return 'instant'
  return /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|BOOLEAN|FLOAT|DOUBLE|DECIMAL)/.test(type)
    ? 'number'
    : null
}

/**
 * Runs a query and gives its rows as a table, in the query's order.
 *
 * Strings become dictionary columns, dates and timestamps become instants (those without zone are read as
 * UTC), numbers and booleans become doubles.
 *
 * @throws FreeflowError `data` for a column of another type.
 */
export async function queryTable(connection: DuckDBConnection, sql: string): Promise<Table> {
  const types = await describeQuery(connection, sql)
  const builders = types.map(([name, type]) => columnBuilder(name, type))
  const selected = types.map(([name, type]) => selectExpression(name, type))
  const result = await connection.stream(`SELECT ${selected.join(', ')} FROM (${sql})`)
  let numRows = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) break
    for (let index = 0; index < builders.length; index++) builders[index].add(chunk, index)
    numRows += chunk.rowCount
  }
  const columns = new Map(types.map(([name], index) => [name, builders[index].finish(numRows)]))
  return { numRows, columns }
}

/** Collects one column chunk by chunk. */
interface ColumnBuilder {
  add(chunk: DuckDBDataChunk, index: number): void
  finish(numRows: number): Column
}

function selectExpression(name: string, type: string): string {
  const kind = columnKind(type)
  if (kind === 'string') return `CAST(${sqlName(name)} AS VARCHAR)`
  const number = kind === 'instant' ? `epoch_ms(CAST(${sqlName(name)} AS TIMESTAMPTZ))` : sqlName(name)
  return `coalesce(CAST(${number} AS DOUBLE), 'NaN'::DOUBLE)`
}

function columnBuilder(name: string, type: string): ColumnBuilder {
  const kind = columnKind(type)
  if (kind === null)
    throw new FreeflowError('data', `column ${name}: type ${type} is not a number, string or time`)
  return kind === 'string' ? stringBuilder() : numberBuilder(kind)
}

function numberBuilder(kind: 'number' | 'instant'): ColumnBuilder {
  const parts: Float64Array[] = []
  return {
    add(chunk, index) {
      const vector = chunk.getColumnVector(index)
      const part = new Float64Array(chunk.rowCount)
      for (let row = 0; row < part.length; row++) part[row] = Number(vector.getItem(row))
      parts.push(part)
    },
    finish(numRows) {
      const values = concat(new Float64Array(numRows), parts)
      return kind === 'number' ? { kind, values } : { kind, epochMs: values }
    },
  }
}

function stringBuilder(): ColumnBuilder {
  const parts: Int32Array[] = []
  const codeByString = new Map<string, number>()
  const encode = (value: unknown) => {
    if (value === null) return -1
    const text = String(value)
    const known = codeByString.get(text)
    if (known !== undefined) return known
    codeByString.set(text, codeByString.size)
    return codeByString.size - 1
  }
  return {
    add(chunk, index) {
      const vector = chunk.getColumnVector(index)
      parts.push(Int32Array.from({ length: chunk.rowCount }, (_, row) => encode(vector.getItem(row))))
    },
    finish(numRows) {
      return {
        kind: 'string',
        codes: concat(new Int32Array(numRows), parts),
        dictionary: [...codeByString.keys()],
      }
    },
  }
}

function concat<T extends Float64Array | Int32Array>(whole: T, parts: readonly T[]): T {
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
