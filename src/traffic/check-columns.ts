import { FreeflowError } from '../errors.ts'
import { nearestName } from '../table/nearest-name.ts'
import { type ColumnType, columnKind } from '../table/query-table.ts'

/** A column that a job needs, and what its values may be. */
export interface ExpectedColumn {
  readonly name: string
  readonly kinds: readonly ('number' | 'string' | 'instant')[]
}

/** The columns that a table has. */
export interface GivenColumns {
  readonly types: readonly ColumnType[]
  /** Names, in lower case, that several columns of one file have. */
  readonly doubled: readonly string[]
  /** Columns that the source declares it does not have. */
  readonly absent: readonly string[]
}

/**
 * Compares the columns of a table with the expected ones and reports everything that is wrong at once.
 *
 * @returns Names of the expected columns that are there.
 * @throws FreeflowError `data` that lists each missing, doubled or mistyped column, with a suggestion where one is near.
 */
export function checkColumns(
  place: string,
  { types, doubled, absent }: GivenColumns,
  expected: readonly ExpectedColumn[],
): string[] {
  const typeByName = new Map(types)
  const present: string[] = []
  const problems: string[] = []
  for (const { name, kinds } of expected) {
    const type = typeByName.get(name)
    const kind = type === undefined ? null : columnKind(type)
    if (type === undefined && absent.includes(name)) continue
    if (type === undefined) problems.push(`${name} is missing${suggestion(name, types)}`)
    else if (doubled.includes(name)) problems.push(`${name} is there more than once`)
    else if (kind === null || !kinds.includes(kind))
      problems.push(`${name} is ${type}, not ${kinds.join(' or ')}`)
    else present.push(name)
  }
  if (problems.length === 0) return present
  const count = `${problems.length} of ${expected.length} columns`
  throw new FreeflowError('data', `${place}: ${count}: ${problems.join('; ')}`, {
    hint: 'freeflow features makes this table from readings; columns that a source lacks go into _freeflow.json',
  })
}

function suggestion(name: string, types: readonly ColumnType[]): string {
  const near = nearestName(
    name,
    types.map(([known]) => known),
  )
  return near === null ? '' : ` (did you mean ${near}?)`
}
