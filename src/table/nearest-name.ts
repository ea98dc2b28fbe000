/**
 * Finds the name that is written most like the wanted one, for "did you mean".
 *
 * Case does not count. Of equally near names the first wins.
 *
 * @returns A name that is the beginning of the wanted one or begins with it, or of which at most half of the
 *   letters must be inserted, deleted or replaced; `null` if there is none.
 */
export function nearestName(wanted: string, names: readonly string[]): string | null {
  let nearest: string | null = null
  let fewest = Number.POSITIVE_INFINITY
  for (const name of names) {
    const [a, b] = [wanted.toLowerCase(), name.toLowerCase()]
    const edits = editDistance(a, b)
    const isNear = edits <= Math.max(a.length, b.length) / 2 || a.startsWith(b) || b.startsWith(a)
    if (isNear && edits < fewest) {
      nearest = name
      fewest = edits
    }
  }
  return nearest
}

/** Counts the letters to insert, delete or replace (Levenshtein, 1966). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const here = [row]
    for (let column = 1; column <= to.length; column++) {
      const replace = above[column - 1] + (from[row - 1] === to[column - 1] ? 0 : 1)
      here.push(Math.min(replace, above[column] + 1, here[column - 1] + 1))
    }
    above = here
  }
  return above[to.length]
}
