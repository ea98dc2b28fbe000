import type { DuckDBConnection } from '@duckdb/node-api'

import type { FileList } from './read-file-list.ts'
import { sqlPath } from './sql-path.ts'

/**
 * Gives the names, in lower case and alphabetical order, that a Parquet file has several columns of, letter
 * case aside; DuckDB reads the first of them and gives the others new names. Of CSV: none.
 */
export async function findDoubledColumns(connection: DuckDBConnection, list: FileList): Promise<string[]> {
  if (list.format === 'csv') return []
  const files = `[${list.files.map(({ path }) => sqlPath(path)).join(', ')}]`
  const reader = await connection.runAndReadAll(`SELECT DISTINCT name FROM (
    SELECT lower(path_in_schema) AS name FROM parquet_metadata(${files})
    GROUP BY file_name, row_group_id, name HAVING count(*) > 1) ORDER BY name`)
  return reader.getRowsJson().map(([name]) => String(name))
}
