import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sqlString, withDuckDb } from '../../src/table/duckdb.ts'

const week = join(resolve(process.env.FREEFLOW_DATA ?? '../shared/data'), 'metr_la_week')

/** Why there are no readings to cut, or null. */
export function whyNoReadings(): string | null {
  return existsSync(week) ? null : `no METR-LA week at ${week}`
}

/** Writes the readings of the first 20 sensors of METR-LA, and the table of sensors, into a new folder. */
export async function writeFewSensors(folder: string): Promise<void> {
  mkdirSync(folder)
  copyFileSync(join(week, 'sensors.csv'), join(folder, 'sensors.csv'))
  const source = `read_parquet(${sqlString(join(week, 'observations.parquet'))})`
  const out = sqlString(join(folder, 'observations.parquet'))
  await withDuckDb({ threads: 1 }, (connection) =>
    connection.run(
      `COPY (SELECT * FROM ${source}
         WHERE sensor_id IN (SELECT DISTINCT sensor_id FROM ${source} ORDER BY sensor_id LIMIT 20)
         ORDER BY sensor_id, timestamp) TO ${out} (FORMAT parquet)`,
    ),
  )
}
