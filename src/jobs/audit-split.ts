import { FreeflowError } from '../errors.ts'
import { hash32 } from '../random.ts'
import type { Column, Table } from '../table/table.ts'
import { type RowSplit, type SplitKind, splitRows } from '../traffic/split-rows.ts'
import type { AuditedTable } from './audit-load.ts'

/** How the rows would be split to judge a model. */
export interface AuditSplitOptions {
  readonly split: SplitKind
  /** Column that says `train` or `test`; it goes over `split`. */
  readonly splitColumn?: string | undefined
  readonly testRatio: number
  /** `auto`: as far as the windows of the columns reach. */
  readonly purge: string
  readonly seed: number
  readonly timezone: string
}

/**
 * Splits the rows of an audited table: by its own column, or as `splitRows` does. Rows without a time or an entity are
 * split at random, by their number.
 *
 * @param reachMs  How far windows and the target reach.
 * @throws FreeflowError `data` where a side is left without rows, or the column says neither.
 */
export function auditSplit(audited: AuditedTable, options: AuditSplitOptions, reachMs: number): RowSplit {
  const { table, entity, time, splitHash } = audited
  const { splitColumn, split, testRatio, seed, timezone } = options
  if (splitColumn !== undefined) return splitByColumn(table, splitColumn)
  const instants = time === null ? undefined : table.columns.get(time)
  const kind = kindOf(split, instants, entity)
  const random =
    splitHash ?? Float64Array.from({ length: table.numRows }, (_, row) => hash32(seed, row) / 2 ** 32)
  const columns = new Map<string, Column>()
  if (instants !== undefined) columns.set('timestamp', instants)
  if (entity !== null) columns.set('sensor_id', asText(table, entity))
  const rows = Uint32Array.from({ length: table.numRows }, (_, row) => row)
  const hashes = { split: random, fold: random }
  const purgeMs = options.purge === 'auto' ? reachMs : msOf(options.purge)
  return splitRows({ table: { numRows: table.numRows, columns }, rows, hashes }, testRatio, {
    kind,
    seed,
    purgeMs,
    timezone,
  })
}

function kindOf(wanted: SplitKind, instants: Column | undefined, entity: string | null): SplitKind {
  if (wanted === 'temporal' && instants?.kind !== 'instant') return 'random'
  return wanted === 'sensor' && entity === null ? 'random' : wanted
}

/** Reads a time in minutes or hours, as the setting `purge` accepts it. */
function msOf(purge: string): number {
  return Number.parseInt(purge, 10) * (purge.endsWith('h') ? 3_600_000 : 60_000)
}

function splitByColumn(table: Table, name: string): RowSplit {
  const column = table.columns.get(name)
  if (column?.kind !== 'string') throw new FreeflowError('data', `column ${name}: must say train or test`)
  const sideOf = (side: string) => {
    const code = column.dictionary.findIndex((text) => text.toLowerCase() === side)
    return Uint32Array.from(column.codes.keys()).filter((row) => code >= 0 && column.codes[row] === code)
  }
  const split = { train: sideOf('train'), test: sideOf('test') }
  if (split.train.length > 0 && split.test.length > 0) return split
  throw new FreeflowError(
    'data',
    `column ${name}: must say train and test, it says ${column.dictionary.slice(0, 5).join(', ')}`,
  )
}

/** Gives a column of names as strings. */
function asText(table: Table, name: string): Column {
  const column = table.columns.get(name)
  if (column?.kind === 'string') return column
  const values = column?.kind === 'number' ? column.values : new Float64Array(table.numRows)
  const codeByValue = new Map<number, number>()
  const codes = Int32Array.from(values, (value) => {
    const code = codeByValue.get(value) ?? codeByValue.size
    codeByValue.set(value, code)
    return code
  })
  return { kind: 'string', codes, dictionary: [...codeByValue.keys()].map(String) }
}
