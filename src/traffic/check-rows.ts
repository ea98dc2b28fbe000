import type { Table } from '../table/table.ts'
import { checkKeys } from './check-keys.ts'
import { checkTargetUnit } from './check-target-unit.ts'
import { checkValues } from './check-values.ts'
import type { DataFinding, DataRule } from './data-finding.ts'

/** Rows as they were loaded. */
export interface RowsToCheck {
  /** Rows by sensor_id, then timestamp. */
  readonly table: Table
  /** Where each row stood in the files, [numRows]; see `checkKeys`. */
  readonly position: Float64Array
}

/**
 * Holds rows to learn from against the data contract, and finds everything at once.
 *
 * A target that is null throughout, or one value throughout, is an error. A single row without target is no
 * finding: as the label is measured anew every step, its loss says nothing against the other rows, so the row
 * is set aside and counted like any with a null.
 *
 * @returns Errors first, within them keys, then columns in the table's order.
 */
export function checkTrainingRows({ table, position }: RowsToCheck, target: string): DataFinding[] {
  return rankFindings([...checkRows({ table, position }), ...checkTargetUnit(table, target)], target)
}

/** Makes one value of the target throughout an error, and puts errors first. */
export function rankFindings(findings: readonly DataFinding[], target: string): DataFinding[] {
  const isFatal = ({ column, rule }: DataFinding) => column === target && rule === 'constant'
  return errorsFirst(
    findings.map((finding) => (isFatal(finding) ? { ...finding, severity: 'error' } : finding)),
  )
}

/** Rules that matter to a prediction; windows are made already, and a single row may be asked for. */
const predictionRules: readonly DataRule[] = ['no-key', 'duplicate', 'empty', 'nulls', 'infinite', 'range']

/**
 * Holds rows to predict against the part of the contract that matters there.
 *
 * @returns Warnings only: each row gets a prediction of its own, or none.
 */
export function checkRowsToPredict(rows: RowsToCheck): DataFinding[] {
  return checkRows(rows)
    .filter(({ rule }) => predictionRules.includes(rule))
    .map((finding) => ({ ...finding, severity: 'warning' }))
}

function checkRows({ table, position }: RowsToCheck): DataFinding[] {
  const names = [...table.columns.keys()].filter((name) => name !== 'sensor_id')
  return [...checkKeys(table, position), ...names.flatMap((name) => checkValues(table, name))]
}

/** Keeps the order within errors and within warnings. */
function errorsFirst(findings: readonly DataFinding[]): DataFinding[] {
  const rank = ({ severity }: DataFinding) => (severity === 'error' ? 0 : 1)
  return [...findings].sort((a, b) => rank(a) - rank(b))
}
