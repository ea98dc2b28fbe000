import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

/**
 * Opens a database in memory, hands it to `use` and closes it after, also on errors.
 *
 * Extensions are never downloaded and the session's zone is UTC, so a query gives the same rows anywhere.
 *
 * @param options.threads  Threads of DuckDB; 1 also keeps the order and bytes of what COPY writes.
 */
export async function withDuckDb<T>(
  options: { readonly threads?: number },
  use: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  })
  const connection = await instance.connect()
  try {
    await connection.run("SET TimeZone = 'UTC'")
    return await use(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Quotes a string as an SQL literal. */
export function sqlString(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** Quotes a name as an SQL identifier. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
