import { FreeflowError } from '../errors.ts'
import { sqlName, withDuckDb } from '../table/duckdb.ts'
import { queryTable } from '../table/query-table.ts'
import { sqlPath } from '../table/sql-path.ts'
import { readError } from './read-error.ts'
import type { TreeColumns } from './tree-columns.ts'
import { treeLeaves } from './tree-leaves.ts'

/**
 * Reads the table of nodes with DuckDB.
 *
 * See `TreeColumnsReader`. Cost: 0.7 s and 0.3 GB for 800,000 nodes.
 */
export async function queryNodes(paths: readonly string[]): Promise<TreeColumns> {
  const selected = treeLeaves.flatMap(selectElements).join(', ')
  const files = paths.map(sqlPath).join(', ')
  const sql = `SELECT ${selected} FROM read_parquet([${files}], hive_partitioning = false)`
  try {
    const { columns } = await withDuckDb({ threads: 1 }, (connection) => queryTable(connection, sql))
    const numbers = (name: keyof TreeColumns) => {
      const column = columns.get(name)
      if (column?.kind !== 'number') throw new FreeflowError('data', `${paths[0]}: ${name} must be a number`)
      return column.values
    }
    return {
      treeId: numbers('treeId'),
      id: numbers('id'),
      prediction: numbers('prediction'),
      impurity: numbers('impurity'),
      gain: numbers('gain'),
      left: numbers('left'),
      right: numbers('right'),
      feature: numbers('feature'),
      threshold: numbers('threshold'),
      numCategories: numbers('numCategories'),
      numRows: numbers('numRows'),
      sum: numbers('sum'),
      sumSquares: numbers('sumSquares'),
    }
  } catch (cause) {
    throw readError(paths[0], cause)
  }
}

/** SQL of the columns that a leaf becomes, null where its list is of another length. */
function selectElements({ path, type, names }: (typeof treeLeaves)[number]): string[] {
  const leaf = path.split('.').map(sqlName).join('.')
  if (type === 'number') return names.map((name) => `${leaf} AS ${sqlName(name)}`)
  return names.map(
    (name, at) => `CASE WHEN len(${leaf}) = ${names.length} THEN ${leaf}[${at + 1}] END AS ${sqlName(name)}`,
  )
}
