import { sqlName, withDuckDb } from '../table/duckdb.ts'
import { openFiles } from '../table/open-files.ts'
import { columnKind, queryTable } from '../table/query-table.ts'
import { readFileList } from '../table/read-file-list.ts'
import type { Table } from '../table/table.ts'

/** Rows that show whether a column is filled. */
const MOST_ROWS = 10_000

/**
 * Loads the first rows of a table as the service sees it.
 *
 * @throws FreeflowError `data` where nothing can be read there.
 */
export async function loadServedColumns(path: string): Promise<Table> {
  const list = await readFileList(path)
  return withDuckDb({ threads: 1 }, async (connection) => {
    const { source, types } = await openFiles(connection, path, list, [])
    const names = types.filter(([, type]) => columnKind(type) !== null).map(([name]) => sqlName(name))
    return queryTable(connection, `SELECT ${names.join(', ')} FROM ${source} LIMIT ${MOST_ROWS}`)
  })
}
