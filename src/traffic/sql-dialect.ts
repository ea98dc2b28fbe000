import { sqlString } from '../table/duckdb.ts'

/** What DuckDB and Spark write differently. */
export interface SqlDialect {
  /** Gives the expression of the local wall clock (without zone) of an instant. */
  localTime(instant: string, timezone: string): string
}

/** How DuckDB writes it. */
export const duckDbDialect: SqlDialect = {
  localTime: (instant, timezone) => `timezone(${sqlString(timezone)}, ${instant})`,
}
