import type { Table } from '../table/table.ts'
import type { DataFinding } from './data-finding.ts'

/**
 * Median above which speeds are hardly mph: where limits end at 70 or 75 mph, half of the readings lie above
 * that only if they are km/h.
 */
const HIGHEST_MEDIAN_MPH = 75

/**
 * Looks at the median of the target, in mph, and warns where it tells of another unit.
 *
 * @param target  Name of the column; nulls and infinities do not count.
 */
export function checkTargetUnit(table: Table, target: string): DataFinding[] {
  const column = table.columns.get(target)
  if (column?.kind !== 'number') return []
  const values = column.values.filter(Number.isFinite).sort()
  return values.length === 0 ? [] : unitFindings(target, values[values.length >> 1], values.length)
}

/** Warns where the median of some values of the target tells of another unit than mph. */
export function unitFindings(target: string, median: number, count: number): DataFinding[] {
  if (median <= HIGHEST_MEDIAN_MPH) return []
  const text = `${target} has a median of ${median}, above ${HIGHEST_MEDIAN_MPH} mph: it looks like km/h, mph is expected`
  return [{ severity: 'warning', column: target, rule: 'unit', count, examples: [], text }]
}
