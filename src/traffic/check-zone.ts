import type { DataFinding } from './data-finding.ts'

/** What is known of the zone of a table's timestamps. */
export interface DeclaredZone {
  /** DuckDB type of the column timestamp. */
  readonly timestampType: string
  /** IANA zone that the user or the table's note declares, `null` where neither does. */
  readonly declared: string | null
  readonly numRows: number
}

/** Warns where no zone was declared: timestamps without one, and all days and hours, are then those of UTC. */
export function checkZone({ timestampType, declared, numRows }: DeclaredZone): DataFinding[] {
  if (declared !== null) return []
  const text = timestampType.endsWith('TIME ZONE')
    ? 'no zone is declared, so days and hours are those of UTC (--timezone says another)'
    : 'timestamp has no zone and none is declared, so it is read as UTC (--timezone says another)'
  return [{ severity: 'warning', column: 'timestamp', rule: 'zone', count: numRows, examples: [], text }]
}
