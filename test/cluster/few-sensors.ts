import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sqlString, withDuckDb } from '../../src/table/duckdb.ts'
import { weekFolder, whyMissing } from '../data-folder.ts'

/** Why there are no readings to cut, or null; with FREEFLOW_CLUSTER=require that is an error. */
export function whyNoReadings(): string | null {
  return whyMissing('METR-LA week', weekFolder)
}

/** Writes the readings of the first 20 sensors of METR-LA, and the table of sensors, into a new folder. */
export async function writeFewSensors(folder: string): Promise<void> {
  mkdirSync(folder)
  copyFileSync(join(weekFolder, 'sensors.csv'), join(folder, 'sensors.csv'))
  const source = `read_parquet(${sqlString(join(weekFolder, 'observations.parquet'))})`
  const out = sqlString(join(folder, 'observations.parquet'))
  await withDuckDb({ threads: 1 }, (connection) =>
    connection.run(
      `COPY (SELECT * FROM ${source}
         WHERE sensor_id IN (SELECT DISTINCT sensor_id FROM ${source} ORDER BY sensor_id LIMIT 20)
         ORDER BY sensor_id, timestamp) TO ${out} (FORMAT parquet)`,
    ),
  )
}
