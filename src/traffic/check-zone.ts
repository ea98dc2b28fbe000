import type { DataFinding } from './data-finding.ts'

/** What is known of the zone of a table's timestamps. */
export interface DeclaredZone {
  /** DuckDB type of the column timestamp. */
  readonly timestampType: string
  /** IANA zone that the user or the table's note declares, `null` where neither does. */
  readonly declared: string | null
  readonly numRows: number
}

/** Warns where timestamps have no zone and none was declared, so that they are read as UTC. */
export function checkZone({ timestampType, declared, numRows }: DeclaredZone): DataFinding[] {
  if (declared !== null || timestampType.endsWith('TIME ZONE')) return []
  const text = 'timestamp has no zone and none is declared, so it is read as UTC (--timezone says another)'
  return [{ severity: 'warning', column: 'timestamp', rule: 'zone', count: numRows, examples: [], text }]
}
