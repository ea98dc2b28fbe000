import type { NumberColumn, StringColumn, Table } from '../table/table.ts'
import { featureColumns } from './columns.ts'
import type { DataFinding } from './data-finding.ts'
import { rowName } from './row-name.ts'
import { addRow, newTally, type Tally } from './tally.ts'

/** Share of nulls above which a column is reported. */
const MANY_NULLS = 0.2

/**
 * Checks the values of one column of numbers or strings. Errors: nothing but nulls, infinities. Warnings: more
 * than 20 % nulls, numbers out of the range that `featureColumns` declares, one value throughout (of two rows
 * at least).
 *
 * @param name  Of the column; an absent one is not looked at.
 */
export function checkValues(table: Table, name: string): DataFinding[] {
  const column = table.columns.get(name)
  if (column === undefined || column.kind === 'instant') return []
  const scan = column.kind === 'string' ? scanStrings(column) : scanNumbers(column, rangeOf(name))
  return [
    ...nullFindings(name, scan.numNulls, table.numRows),
    ...(column.kind === 'number' ? numberFindings(table, name, column.values, scan) : []),
    ...(scan.isConstant ? [constantFinding(name, table.numRows - scan.numNulls)] : []),
  ]
}

/** What one pass over a column found. */
interface ColumnScan {
  readonly numNulls: number
  readonly infinite: Tally
  /** Finite, but out of the range. */
  readonly outside: Tally
  /** True if two values or more are there, and all the same. */
  readonly isConstant: boolean
}

function scanNumbers({ values }: NumberColumn, [low, high]: readonly [number, number]): ColumnScan {
  const [infinite, outside] = [newTally(), newTally()]
  let numNulls = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value < min) min = value
    if (value > max) max = value
    if (value >= low && value <= high) continue
    if (Number.isNaN(value)) numNulls++
    else addRow(Number.isFinite(value) ? outside : infinite, row)
  }
  return { numNulls, infinite, outside, isConstant: min === max && values.length - numNulls > 1 }
}

function scanStrings({ codes }: StringColumn): ColumnScan {
  let numNulls = 0
  let min = Number.POSITIVE_INFINITY
  let max = -1
  for (const code of codes) {
    if (code < 0) numNulls++
    else if (code < min) min = code
    if (code > max) max = code
  }
  const isConstant = min === max && codes.length - numNulls > 1
  return { numNulls, infinite: newTally(), outside: newTally(), isConstant }
}

function rangeOf(name: string): readonly [number, number] {
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

function numberFindings(
  table: Table,
  name: string,
  values: Float64Array,
  { infinite, outside }: ColumnScan,
): DataFinding[] {
  const unit = featureColumns.find((declared) => declared.name === name)?.unit ?? ''
  const range = `${rangeOf(name).join(' to ')} ${unit}`.trimEnd()
  const of = (tally: Tally) => ({
    column: name,
    count: tally.count,
    examples: tally.rows.map((row) => `${values[row]} for ${rowName(table, row)}`),
  })
  const findings: DataFinding[] = [
    {
      ...of(infinite),
      severity: 'error',
      rule: 'infinite',
      text: `${name} is infinite in ${infinite.count} rows`,
    },
    {
      ...of(outside),
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
