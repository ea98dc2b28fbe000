import type { DuckDBConnection } from '@duckdb/node-api'

/** What makes DuckDB understand the queries of a forecast, which are written for Spark: two functions by its names. */
export const sparkNames: readonly string[] = [
  'CREATE OR REPLACE TEMP MACRO unix_millis(instant) AS epoch_ms(instant)',
  'CREATE OR REPLACE TEMP MACRO from_utc_timestamp(instant, zone) AS timezone(zone, instant)',
]

/** Makes DuckDB understand them. */
export async function defineSparkNames(connection: DuckDBConnection): Promise<void> {
  for (const sql of sparkNames) await connection.run(sql)
}
