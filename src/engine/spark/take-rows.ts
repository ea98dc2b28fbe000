import type { SparkRow } from '../../spark/collect-rows.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { Column, Table } from '../../table/table.ts'
import { sqlName } from './sql-text.ts'

/** Which rows are wanted. */
export interface WantedRows {
  /** Name of the view. */
  readonly rows: string
  readonly condition: string
  readonly names: readonly string[]
  readonly limit: number
}

/** Brings some rows here as a table, always the same ones: those of the lowest hashes, by sensor and time. */
export async function takeRows(
  session: SparkSession,
  { rows, condition, names, limit }: WantedRows,
): Promise<Table> {
  const found = await session.collect(
    session.sql(
      `SELECT ${names.map(sqlName).join(', ')} FROM (SELECT * FROM ${rows} WHERE ${condition}
         ORDER BY xxhash64(sensor_id, epoch_ms), sensor_id, epoch_ms LIMIT ${limit})
       ORDER BY sensor_id, epoch_ms`,
    ),
  )
  return { numRows: found.length, columns: new Map(names.map((name) => [name, columnOf(found, name)])) }
}

function columnOf(rows: readonly SparkRow[], name: string): Column {
  const values = rows.map((row) => row[name])
  if (!values.some((value) => typeof value === 'string'))
    return {
      kind: 'number',
      values: Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value))),
    }
  const codeByText = new Map<string, number>()
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1
    const code = codeByText.get(String(value)) ?? codeByText.size
    codeByText.set(String(value), code)
    return code
  })
  return { kind: 'string', codes, dictionary: [...codeByText.keys()] }
}
