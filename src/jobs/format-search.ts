import type { SearchSummary } from './search-model.ts'

/** Points shown of a search. */
const NUM_SHOWN = 10

/** Puts a search in words: the scores, and the best points where there was a grid. */
export function formatSearch({ model, cv, tuning }: SearchSummary): string[] {
  const lines = [`${model}, R² on held-out folds`]
  if (tuning !== null) {
    const ranked = [...tuning.points].sort((a, b) => b.mean - a.mean)
    const names = Object.keys(tuning.best)
    for (const { params, mean, std } of ranked.slice(0, NUM_SHOWN)) {
      const values = names.map((name) => `${name} ${params[name]}`).join(', ')
      lines.push(`${mean.toFixed(6)} ± ${std.toFixed(6)}  ${values}`)
    }
    if (ranked.length > NUM_SHOWN) lines.push(`and ${ranked.length - NUM_SHOWN} more points`)
    lines.push(`Best: ${names.map((name) => `${name} ${tuning.best[name]}`).join(', ')}`)
    lines.push('The best score is a little too good: it was chosen for being the best.')
    for (const name of tuning.at_edge) lines.push(`The best ${name} lies at the edge of the grid.`)
  }
  if (cv !== null) {
    lines.push(`Folds: ${cv.folds.map((score) => score.toFixed(6)).join(' ')}`)
    lines.push(
      `Average R² across ${cv.folds.length} folds: ${cv.mean.toFixed(6)} (deviation ${cv.std.toFixed(6)})`,
    )
  }
  return lines
}
