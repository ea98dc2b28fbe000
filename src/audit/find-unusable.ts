import { type Column, type Table, valueAt } from '../table/table.ts'
import type { RowSplit } from '../traffic/split-rows.ts'
import type { AuditFinding } from './audit-finding.ts'
import { thin } from './thin.ts'

const MOST_ROWS = 20_000
/** A column is gone where at most this share of its values is left. */
const GONE = 0.01
const THERE = 0.5

/** What a column would be at serving. */
export interface ServedColumns {
  /** What the columns are looked up in, for instance a path. */
  readonly place: string
  readonly table: Table
}

/**
 * Finds columns that bring nothing (one value, or none, in all training rows) or that are not there when models serve:
 * empty in the test rows, or in a table as the service sees it.
 */
export function findUnusable(
  columns: ReadonlyMap<string, Column>,
  { train, test }: RowSplit,
  served: ServedColumns | null,
): AuditFinding[] {
  return [...columns].flatMap(([name, column]) => {
    const constant = describeConstant(name, column, train)
    if (constant !== null) return [constant]
    return describeAbsent(name, column, { train, test }, served) ?? []
  })
}

function describeConstant(name: string, column: Column, train: Uint32Array): AuditFinding | null {
  if (train.length < 2) return null
  const first = valueAt(column, train[0])
  if (!train.every((row) => valueAt(column, row) === first)) return null
  return {
    ...unusable(name, train.length),
    kind: 'constant',
    formula:
      first === null ? `${name} is empty in all training rows` : `${name} = ${first} in all training rows`,
    why: 'a model learns nothing from it, and nothing about its other values',
    advice: `leave ${name} out, or train on rows in which it varies`,
  }
}

function describeAbsent(
  name: string,
  column: Column,
  { train, test }: RowSplit,
  served: ServedColumns | null,
): AuditFinding | null {
  const advice = `leave ${name} out, or have it delivered where models serve`
  const absent = { ...unusable(name, test.length), kind: 'absent' as const, advice }
  if (served !== null) {
    const there = served.table.columns.get(name)
    const why = 'the model would be trained on what it does not get'
    if (there === undefined) return { ...absent, formula: `${served.place} has no column ${name}`, why }
    const rows = Uint32Array.from({ length: served.table.numRows }, (_, row) => row)
    if (shareThere(there, rows) <= GONE)
      return { ...absent, formula: `${name} is empty in ${served.place}`, why }
  }
  const isLost = shareThere(column, train) >= THERE && shareThere(column, test) <= GONE && test.length > 0
  if (!isLost) return null
  return {
    ...absent,
    formula: `${name} is there in the training rows and empty in the test rows`,
    why: 'the source has stopped to deliver it',
  }
}

function unusable(name: string, rows: number) {
  return { severity: 'warning' as const, columns: [name], max_error: null, share: 1, rows }
}

function shareThere(column: Column, rows: Uint32Array): number {
  const looked = thin(rows, MOST_ROWS)
  return looked.filter((row) => valueAt(column, row) !== null).length / Math.max(looked.length, 1)
}
