import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sqlString, withDuckDb } from '../../dist/table/duckdb.js'

const root = join(import.meta.dirname, '../..')

/**
 * Makes the feature table of METR-LA's week in FREEFLOW_DATA, of its first sensors.
 *
 * @param sensors  How many, or `all`.
 * @param folder  Receives the readings and the table.
 * @returns The path of the table.
 */
export async function makeFeatures(sensors, folder) {
  const week = join(process.env.FREEFLOW_DATA ?? join(root, '../shared/data'), 'metr_la_week')
  if (!existsSync(week)) throw new Error(`${week} is not there: set FREEFLOW_DATA, or give --data FEATURES`)
  const readings = join(folder, 'readings')
  const features = join(folder, 'features')
  mkdirSync(readings)
  copyFileSync(join(week, 'sensors.csv'), join(readings, 'sensors.csv'))
  const source = `read_parquet(${sqlString(join(week, 'observations.parquet'))})`
  const limit = sensors === 'all' ? '' : `LIMIT ${Number(sensors)}`
  const out = sqlString(join(readings, 'observations.parquet'))
  await withDuckDb({ threads: 1 }, (connection) =>
    connection.run(
      `COPY (SELECT * FROM ${source}
         WHERE sensor_id IN (SELECT DISTINCT sensor_id FROM ${source} ORDER BY sensor_id ${limit})
         ORDER BY sensor_id, timestamp) TO ${out} (FORMAT parquet)`,
    ),
  )
  const asked = ['--data', readings, '--out', features, '--timezone', 'America/Los_Angeles', '--quiet']
  execFileSync('node', [join(root, 'dist/cli/main.js'), 'features', ...asked], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return features
}
