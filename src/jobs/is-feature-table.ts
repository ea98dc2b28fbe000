import { withDuckDb } from '../table/duckdb.ts'
import { openFiles } from '../table/open-files.ts'
import { readFileList } from '../table/read-file-list.ts'
import { nowcastFeatures } from '../traffic/columns.ts'
import { besideReadings } from '../traffic/read-readings.ts'

/** Says whether data is a feature table: Parquet that has at least one of the features in its first file. */
export async function isFeatureTable(path: string): Promise<boolean> {
  const list = await readFileList(path, besideReadings)
  if (list.format === 'csv') return false
  const types = await withDuckDb({ threads: 1 }, async (connection) => {
    return (await openFiles(connection, path, { ...list, files: list.files.slice(0, 1) }, [])).types
  })
  const names = types.map(([name]) => name)
  return [...nowcastFeatures.numeric, ...nowcastFeatures.categorical].some((name) => names.includes(name))
}
