import type { StringColumn, Table } from '../table/table.ts'

/** A column seen as numbers. */
export interface NumberView {
  /** The column, or what of it is looked at, for instance `rank of id`. */
  readonly name: string
  readonly column: string
  /** [numRows]; NaN where there is none. */
  readonly values: Float64Array
}

/** A text of fewer different values is a category, and no name that may hide a number. */
const LEAST_NAMES = 50

/**
 * Gives the numbers in a table's columns: of numbers and instants the values, of texts with many different values their
 * alphabetical rank and the last number in them.
 *
 * @param isWanted  Whether a column is looked at, by its name.
 */
export function numberViews(table: Table, isWanted: (name: string) => boolean): NumberView[] {
  return [...table.columns].flatMap(([column, content]): NumberView[] => {
    if (!isWanted(column)) return []
    if (content.kind === 'number') return [{ name: column, column, values: content.values }]
    if (content.kind === 'instant') return [{ name: column, column, values: content.epochMs }]
    return content.dictionary.length < LEAST_NAMES ? [] : viewsOfText(column, content)
  })
}

function viewsOfText(column: string, { codes, dictionary }: StringColumn): NumberView[] {
  const ranks = new Float64Array(dictionary.length)
  Array.from(dictionary.keys())
    .sort((a, b) => (dictionary[a] < dictionary[b] ? -1 : 1))
    .forEach((code, rank) => {
      ranks[code] = rank
    })
  const numbers = Float64Array.from(dictionary, lastNumber)
  const valuesBy = (byCode: Float64Array) =>
    Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : byCode[code]))
  return [
    { name: `rank of ${column}`, column, values: valuesBy(ranks) },
    { name: `number in ${column}`, column, values: valuesBy(numbers) },
  ]
}

function lastNumber(text: string): number {
  const found = /(\d+(?:\.\d+)?)(?!.*\d)/.exec(text)
  return found === null ? Number.NaN : Number(found[1])
}
