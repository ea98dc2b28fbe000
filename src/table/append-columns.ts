import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, INTEGER } from '@duckdb/node-api'

/** Rows that one chunk of DuckDB holds at most. */
const CHUNK_ROWS = 2048

/** Rows by column: one array a column, all of equal length, for columns of type INTEGER or DOUBLE. */
export type ColumnBatch = readonly (Int32Array | Float64Array)[]

/**
 * Appends rows, given by column, to a table of DuckDB, in order.
 *
 * @param name     The table; its columns have the types and the order of the arrays.
 * @param batches  Rows, batch behind batch; read only.
 */
export async function appendColumns(
  connection: DuckDBConnection,
  name: string,
  batches: Iterable<ColumnBatch>,
): Promise<void> {
  const appender = await connection.createAppender(name)
  for (const columns of batches) {
    const types = columns.map((values) => (values instanceof Int32Array ? INTEGER : DOUBLE))
    const numRows = columns.length === 0 ? 0 : columns[0].length
    for (let start = 0; start < numRows; start += CHUNK_ROWS) {
      const chunk = DuckDBDataChunk.create(types, Math.min(CHUNK_ROWS, numRows - start))
      for (let index = 0; index < columns.length; index++) fillVector(chunk, index, columns[index], start)
      appender.appendDataChunk(chunk)
    }
  }
  appender.closeSync()
}

function fillVector(
  chunk: DuckDBDataChunk,
  index: number,
  values: Int32Array | Float64Array,
  start: number,
): void {
  const vector = chunk.getColumnVector(index)
  const numRows = chunk.rowCount
  for (let row = 0; row < numRows; row++) vector.setItem(row, values[start + row])
  vector.flush()
}
