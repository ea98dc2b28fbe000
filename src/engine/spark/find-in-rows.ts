import type { SparkSession } from '../../spark/session.ts'
import { keyFinding } from '../../traffic/check-keys.ts'
import { rankFindings } from '../../traffic/check-rows.ts'
import { unitFindings } from '../../traffic/check-target-unit.ts'
import type { DataFinding } from '../../traffic/data-finding.ts'
import { valueFindings } from '../../traffic/value-findings.ts'
import type { RowScan } from './scan-rows.ts'
import { sqlName } from './sql-text.ts'

/**
 * Holds rows in Spark against the data contract: keys, nulls, infinities, ranges, constants, the target's unit.
 *
 * Lost steps and rows out of order are not looked for, and no finding has examples: both cost passes over all rows.
 *
 * @param rows  Name of the view.
 * @returns Errors first.
 */
export async function findInRows(
  session: SparkSession,
  rows: string,
  scan: RowScan,
  target: string,
): Promise<DataFinding[]> {
  const label = sqlName(target)
  const [row] = await session.collect(
    session.sql(
      `SELECT (SELECT count(*) FROM (SELECT 1 FROM ${rows} GROUP BY sensor_id, epoch_ms HAVING count(*) > 1)) AS doubled,
        (SELECT percentile_approx(${label}, 0.5D) FROM ${rows}) AS median`,
    ),
  )
  const keys = [
    keyFinding('no-key', scan.numWithoutKey, []),
    keyFinding('duplicate', Number(row.doubled), []),
  ].filter(({ count }) => count > 0)
  const values = [...scan.columns].flatMap(([name, column]) => valueFindings(name, column))
  const numLabels = scan.numRows - (scan.columns.get(target)?.numNulls ?? 0)
  const unit = row.median === null ? [] : unitFindings(target, Number(row.median), numLabels)
  return rankFindings([...keys, ...values, ...unit], target)
}
