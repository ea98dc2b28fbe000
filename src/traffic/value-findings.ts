import { featureColumns } from './columns.ts'
import type { DataFinding } from './data-finding.ts'

/** Share of nulls above which a column is reported. */
const MANY_NULLS = 0.2

/** Values that break a rule, and the first few of them in words. */
interface CountedValues {
  readonly count: number
  readonly examples: readonly string[]
}

/** What one pass over a column found. */
export interface ColumnScan {
  readonly numRows: number
  readonly numNulls: number
  readonly infinite: CountedValues
  /** Finite, but out of the range. */
  readonly outside: CountedValues
  /** True if two values or more are there, and all the same. */
  readonly isConstant: boolean
}

/** Says what the data contract has against the values of a column. */
export function valueFindings(name: string, scan: ColumnScan): DataFinding[] {
  return [
    ...nullFindings(name, scan.numNulls, scan.numRows),
    ...numberFindings(name, scan),
    ...(scan.isConstant ? [constantFinding(name, scan.numRows - scan.numNulls)] : []),
  ]
}

/** Gives the smallest and the largest sensible number of a column; all numbers where none are declared. */
export function rangeOf(name: string): readonly [number, number] {
  const range = featureColumns.find((declared) => declared.name === name)?.range
  return range ?? [-Number.MAX_VALUE, Number.MAX_VALUE]
}

function nullFindings(name: string, numNulls: number, numRows: number): DataFinding[] {
  if (numNulls <= MANY_NULLS * numRows) return []
  const found = { column: name, count: numNulls, examples: [] }
  if (numNulls === numRows)
    return [{ ...found, severity: 'error', rule: 'empty', text: `${name} is null in all ${numRows} rows` }]
  const share = `${((100 * numNulls) / numRows).toFixed(1)} %`
  const text = `${name} is null in ${share} of the rows (${numNulls} of ${numRows})`
  return [{ ...found, severity: 'warning', rule: 'nulls', text }]
}

function numberFindings(name: string, { infinite, outside }: ColumnScan): DataFinding[] {
  const unit = featureColumns.find((declared) => declared.name === name)?.unit ?? ''
  const range = `${rangeOf(name).join(' to ')} ${unit}`.trimEnd()
  const findings: DataFinding[] = [
    {
      ...infinite,
      column: name,
      severity: 'error',
      rule: 'infinite',
      text: `${name} is infinite in ${infinite.count} rows`,
    },
    {
      ...outside,
      column: name,
      severity: 'warning',
      rule: 'range',
      text: `${name} lies outside ${range} in ${outside.count} rows`,
    },
  ]
  return findings.filter(({ count }) => count > 0)
}

function constantFinding(name: string, count: number): DataFinding {
  const text = `${name} has one value in all rows, so it explains nothing`
  return { severity: 'warning', column: name, rule: 'constant', count, examples: [], text }
}
