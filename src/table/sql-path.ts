import { sqlString } from './duckdb.ts'

/**
 * Quotes the path of one file for read_parquet or read_csv, which would take `*`, `?` and `[` for a pattern.
 *
 * COPY ... TO takes a path as it is: there `sqlString` is right.
 */
export function sqlPath(path: string): string {
  return sqlString(path.replace(/[*?[]/g, '[$&]'))
}
