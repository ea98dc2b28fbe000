import type { HashPurpose } from '../../table/row-hash.ts'
import type { SplitKind } from '../../traffic/split-rows.ts'

/**
 * Gives Spark's SQL of the number in [0, 1) by which rows are told apart: of sensor and instant, or with `sensor`
 * of the sensor alone. DuckDB (`rowHashSql`) and Node compute the same number, to the last bit.
 *
 * Reads the columns `sensor_id` (string) and `epoch_ms` (bigint).
 */
export function rowHashSql(seed: number, purpose: HashPurpose, kind: SplitKind): string {
  const row = kind === 'sensor' ? '' : `, '/', CAST(epoch_ms AS STRING)`
  const hex = `substr(md5(concat('${seed}/${purpose}/', sensor_id${row})), 1, 13)`
  return `(CAST(conv(${hex}, 16, 10) AS BIGINT) / 4503599627370496D)`
}
