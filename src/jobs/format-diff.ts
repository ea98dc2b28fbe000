import { type FactPair, isDifferent, type VersionDiff } from './diff-versions.ts'
import type { Fact } from './version-facts.ts'

/** Longer texts, of hashes and paths, lose their middle. */
const MAX_WIDTH = 44

/** Puts two versions side by side, a line a value; a star marks what differs. */
export function formatDiff({ a, b, sections }: VersionDiff): string[] {
  const title = ({ model, version }: VersionDiff['a']) => `${model}/${version}`
  const table = Object.entries(sections).flatMap(([section, pairs]) => {
    if (pairs.length === 0) return []
    const sign = pairs.some(isDifferent) ? '' : ' (equal)'
    return [[''], [`${section}${sign}`], ...pairs.map(cellsOf)]
  })
  return alignColumns([['', title(a), title(b), 'change'], ...table])
}

function cellsOf(pair: FactPair): string[] {
  const { name, a, b, change = 0 } = pair
  const moved = change === 0 ? '' : `${change > 0 ? '+' : ''}${shorten(change, 4)}`
  return [`${isDifferent(pair) ? '*' : ' '} ${name}`, shorten(a, 8), shorten(b, 8), moved]
}

function shorten(value: Fact, digits: number): string {
  if (value === null) return '-'
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(digits)))
  const text = String(value)
  if (text.length <= MAX_WIDTH) return text
  const half = (MAX_WIDTH - 2) / 2
  return `${text.slice(0, half)}..${text.slice(-half)}`
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
