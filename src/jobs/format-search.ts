import type { PointScores } from '../engine/cross-validation.ts'
import type { Params } from '../model/params.ts'
import { leastMean } from './choose-point.ts'
import { formatLeaks } from './format-leaks.ts'
import { type LearningCurve, smallestEnough } from './learning-curves.ts'
import type { SearchSummary } from './search-model.ts'
import type { Tuning } from './tune-model.ts'
import { tuningNote } from './tuning-note.ts'

/** Points shown of a search. */
const NUM_SHOWN = 10

/** What was chosen in a search, and what stood against it. */
type Rivals = Pick<Tuning, 'best' | 'highest' | 'runnerUp'>

/**
 * Puts a search in words: the scores, and the best points where there was a grid.
 *
 * No score stands here without the finding on how it came about.
 */
export function formatSearch({ model, cv, tuning, audit, not_done: notDone }: SearchSummary): string[] {
  const lines = [`${model}, R² on held-out folds`]
  if (tuning !== null) {
    const ranked = [...tuning.points].sort((a, b) => b.mean - a.mean)
    const names = Object.keys(tuning.best)
    for (const { params, mean, std } of ranked.slice(0, NUM_SHOWN)) {
      lines.push(`${mean.toFixed(6)} ± ${std.toFixed(6)}  ${formatValues(params, names)}`)
    }
    if (ranked.length > NUM_SHOWN) lines.push(`and ${ranked.length - NUM_SHOWN} more points`)
    const isBest = tuning.rule === 'best'
    lines.push(
      `${isBest ? 'Best' : 'Simplest within one standard error'}: ${formatValues(tuning.best, names)}`,
    )
    lines.push(...formatRivals({ ...tuning, runnerUp: tuning.runner_up }))
    lines.push(tuningNote)
    for (const name of tuning.at_edge) lines.push(`The best ${name} lies at the edge of the grid.`)
  }
  if (cv !== null) {
    lines.push(`Folds: ${cv.folds.map((score) => score.toFixed(6)).join(' ')}`)
    lines.push(
      `Average R² across ${cv.folds.length} folds: ${cv.mean.toFixed(6)} (deviation ${cv.std.toFixed(6)})`,
    )
    lines.push(...formatEnough(cv.curves, { ...cv, scores: cv.folds }))
  }
  lines.push(...notDone.map((line) => `The time was up: ${line}`))
  lines.push('', ...formatLeaks(audit), ...forecastHint)
  return lines
}

/** A search has no test rows, so it measures no forecast. */
const forecastHint = ['How well it is predicted: freeflow train-all --preset forecast measures that.']

/** Puts in words what scored best of all that was not chosen: the highest score, or the second. */
export function formatRivals({ best, highest, runnerUp }: Rivals): string[] {
  if (runnerUp === null) return []
  const { params, mean } = runnerUp
  const names = Object.keys(best)
  // what the rule passed over for a simpler one scored higher than it
  const place = names.every((name) => highest.params[name] === best[name]) ? 'Second' : 'Highest score'
  return [`${place}: ${formatValues(params, names)} (R² ${mean.toFixed(6)})`]
}

/** Says how many trees, and what depth, come within one standard error of a score. */
export function formatEnough(
  curves: Readonly<Record<string, LearningCurve>>,
  scored: Pick<PointScores, 'mean' | 'std' | 'scores'>,
): string[] {
  const least = leastMean(scored)
  return Object.entries(curves).flatMap(([param, curve]) => {
    const enough = smallestEnough(curve, least)
    if (enough === null) return []
    return [`${param} ${enough} would come within one standard error (R² ${least.toFixed(6)})`]
  })
}

function formatValues(params: Params, names: readonly string[]): string {
  return names.map((name) => `${name} ${params[name]}`).join(', ')
}
