/**
 * Gives the candidate that a misspelt name most likely means, or `null` where none is near.
 *
 * Near: at most a third of the letters differ, or the one begins with the other.
 *
 * Source of the distance: Levenshtein, Binary Codes Capable of Correcting Deletions, 1966.
 */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  let best: string | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const isPrefix = candidate.startsWith(name) || name.startsWith(candidate)
    const distance = isPrefix ? 1 : editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance && distance <= Math.max(name.length, candidate.length) / 3) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let at = 1; at <= to.length; at++) {
      const replaced = previous[at - 1] + (from[row - 1] === to[at - 1] ? 0 : 1)
      current.push(Math.min(replaced, previous[at] + 1, current[at - 1] + 1))
    }
    previous = current
  }
  return previous[to.length]
}
