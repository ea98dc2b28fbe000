import type { NumberColumn, StringColumn, Table } from '../table/table.ts'
import type { DataFinding } from './data-finding.ts'
import { rowName } from './row-name.ts'
import { addRow, newTally, type Tally } from './tally.ts'
import { rangeOf, valueFindings } from './value-findings.ts'

const noNumbers = { infinite: { count: 0, examples: [] }, outside: { count: 0, examples: [] } }

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
  const { numRows } = table
  if (column.kind === 'string') return valueFindings(name, { ...scanStrings(column), ...noNumbers, numRows })
  const { values } = column
  const { numNulls, isConstant, infinite, outside } = scanNumbers(column, rangeOf(name))
  const counted = ({ count, rows }: Tally) => ({
    count,
    examples: rows.map((row) => `${values[row]} for ${rowName(table, row)}`),
  })
  const numbers = { infinite: counted(infinite), outside: counted(outside) }
  return valueFindings(name, { numRows, numNulls, isConstant, ...numbers })
}

function scanNumbers({ values }: NumberColumn, [low, high]: readonly [number, number]) {
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

function scanStrings({ codes }: StringColumn) {
  let numNulls = 0
  let min = Number.POSITIVE_INFINITY
  let max = -1
  for (const code of codes) {
    if (code < 0) numNulls++
    else if (code < min) min = code
    if (code > max) max = code
  }
  const isConstant = min === max && codes.length - numNulls > 1
  return { numNulls, isConstant }
}
