import { sqlString } from '../table/duckdb.ts'

/** What DuckDB and Spark write differently. */
export interface SqlDialect {
  /** Gives the expression of the local wall clock (without zone) of an instant. */
  localTime(instant: string, timezone: string): string
  /** Gives the expression of an instant in whole milliseconds since 1970 UTC, a 64-bit integer. */
  epochMs(instant: string): string
}

/** How DuckDB writes it. */
export const duckDbDialect: SqlDialect = {
  localTime: (instant, timezone) => `timezone(${sqlString(timezone)}, ${instant})`,
  epochMs: (instant) => `epoch_ms(${instant})`,
}
