import { FreeflowError } from '../errors.ts'
import { nearestName } from '../table/nearest-name.ts'
import type { ColumnType } from '../table/query-table.ts'

/** A column that a table should have, under one of several names. */
export interface WantedColumn {
  readonly column: string
  /** Accepted names with what divides the value to bring it to our unit; 1 changes nothing. */
  readonly divisorByName: Readonly<Record<string, number>>
  readonly kind: 'name' | 'instant' | 'number'
  readonly isRequired: boolean
}

/** Where a wanted column was found. */
export interface FoundColumn {
  readonly name: string
  /** DuckDB type. */
  readonly type: string
  readonly divisor: number
}

const INTEGER = 'U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)'

const typesOfKind = {
  name: { pattern: new RegExp(`^(VARCHAR|UUID|ENUM\\(.*\\)|${INTEGER})$`), words: 'a name' },
  instant: { pattern: /^TIMESTAMP(_S|_MS|_NS| WITH TIME ZONE)?$/, words: 'a time' },
  number: { pattern: new RegExp(`^(FLOAT|DOUBLE|DECIMAL\\([0-9,]+\\)|${INTEGER})$`), words: 'a number' },
}

/**
 * Finds the wanted columns among those of a table, by exact name and kind of type.
 *
 * @param place  What the message begins with, for instance the path.
 * @returns By `column`; columns that are not required may be absent.
 * @throws FreeflowError `data` that lists all missing, mistyped and doubled columns at once.
 */
export function matchColumns(
  place: string,
  types: readonly ColumnType[],
  wanted: readonly WantedColumn[],
): Map<string, FoundColumn> {
  const found = new Map<string, FoundColumn>()
  const problems: string[] = []
  for (const want of wanted) {
    const named = types.filter(([name]) => Object.hasOwn(want.divisorByName, name))
    const problem = problemOf(want, named, types)
    if (problem !== null) problems.push(problem)
    for (const [name, type] of named) {
      found.set(want.column, { name, type, divisor: want.divisorByName[name] })
    }
  }
  if (problems.length > 0) {
    const names = types.map(([name]) => name).join(', ')
    throw new FreeflowError('data', `${place}: ${problems.join('; ')}`, { hint: `its columns are ${names}` })
  }
  return found
}

function problemOf(
  want: WantedColumn,
  named: readonly ColumnType[],
  types: readonly ColumnType[],
): string | null {
  const accepted = Object.keys(want.divisorByName)
  if (named.length === 0) return want.isRequired ? missing(accepted, types) : null
  if (named.length > 1)
    return `${want.column} is given twice, as ${named.map(([name]) => name).join(' and ')}`
  const [name, type] = named[0]
  const { pattern, words } = typesOfKind[want.kind]
  return pattern.test(type) ? null : `column ${name} must be ${words}, is ${type}`
}

function missing(accepted: readonly string[], types: readonly ColumnType[]): string {
  const names = types.map(([name]) => name)
  const nearest = accepted.map((name) => nearestName(name, names)).find((name) => name !== null)
  const suggestion = nearest === undefined ? '' : ` (nearest is ${nearest})`
  return `column ${accepted.join(' or ')} is missing${suggestion}`
}
