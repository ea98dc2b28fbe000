/** The purposes for which rows are told apart by their hash. */
export type HashPurpose = 'split' | 'fold'

/**
 * Gives the SQL of a number in [0, 1) that depends on nothing but seed, purpose, sensor and instant:
 * the first 13 hex digits of md5('{seed}/{purpose}/{sensor_id}/{epoch ms}'), divided by 2^52.
 *
 * Spark SQL and Node can compute the same number, so every engine splits the same rows.
 *
 * @param epochMs  SQL of the instant in milliseconds, an integer.
 */
export function rowHashSql(seed: number, purpose: HashPurpose, sensorId: string, epochMs: string): string {
  const key = `concat('${seed}/${purpose}/', CAST(${sensorId} AS VARCHAR), '/', CAST(${epochMs} AS VARCHAR))`
  return `(CAST(('0x' || substr(md5(${key}), 1, 13)) AS BIGINT) / 4503599627370496.0)`
}
