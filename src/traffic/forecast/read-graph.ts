import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../../errors.ts'
import { openFiles, readFailure } from '../../table/open-files.ts'
import { readFileList } from '../../table/read-file-list.ts'
import type { Link } from './link.ts'

const wanted = ['from', 'to', 'weight']

/**
 * Reads a graph of roads: a table of `from`, `to` (sensors; traffic flows from the one to the other) and `weight`,
 * the nearer the larger. Edges from a sensor to itself and of weight 0 say nothing; sensors without readings do no harm.
 *
 * @returns Both links of each edge, by sensor, kind and neighbour.
 * @throws FreeflowError `data` where the file is absent or not readable, lacks a column, or has a negative weight.
 */
export async function readGraph(connection: DuckDBConnection, path: string): Promise<Link[]> {
  const list = await readFileList(path)
  const { sql, types } = await openFiles(connection, path, list, ['from', 'to'])
  const missing = wanted.filter((name) => !types.some(([known]) => known === name))
  if (missing.length > 0)
    throw new FreeflowError('data', `${path}: has no column ${missing.join(', ')}`, {
      hint: 'a graph has the columns from, to and weight',
    })
  const edges = await connection
    .runAndReadAll(
      `SELECT CAST("from" AS VARCHAR), CAST("to" AS VARCHAR), CAST(weight AS DOUBLE) FROM (${sql})
      WHERE "from" <> "to" AND weight <> 0 ORDER BY ALL`,
    )
    .catch((cause: unknown) => {
      throw readFailure(path, list.format, cause)
    })
  return edges.getRowsJson().flatMap(([from, to, given]): Link[] => {
    const [upstream, downstream, weight] = [String(from), String(to), Number(given)]
    if (!(weight > 0))
      throw new FreeflowError('data', `${path}: ${from} to ${to}: weight ${given} is below 0`)
    return [
      { sensorId: upstream, neighborId: downstream, kind: 'down', weight },
      { sensorId: downstream, neighborId: upstream, kind: 'up', weight },
    ]
  })
}
