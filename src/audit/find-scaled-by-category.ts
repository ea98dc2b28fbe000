import type { AuditFinding } from './audit-finding.ts'
import type { Category } from './category.ts'
import { describeConstants } from './describe-constants.ts'
import { holds, judgeFormula, toleranceOf } from './judge-formula.ts'
import type { NumberView } from './number-view.ts'
import type { Probe } from './probe.ts'
import { resolutionOf } from './resolution.ts'
import { type Line, robustLine } from './robust-line.ts'

/** Rows of a group through which a line is drawn, at least and at most. */
const LEAST_POINTS = 8
const MOST_POINTS = 200
/** Lines drawn to see whether the others are worth it, and the part of their rows that must lie on them. */
const NUM_TRIED = 3

/**
 * Finds columns that are the target times a constant of a category, or on a line of each category:
 * target = a + b * column with one a and b for each value of the other column.
 *
 * Of several categories that do it the one with the fewest values is told.
 */
export function findScaledByCategory(
  probe: Probe,
  views: readonly NumberView[],
  categories: readonly Category[],
): AuditFinding[] {
  const coarseFirst = categories
    .filter(({ numGroups }) => numGroups > 1)
    .toSorted((a, b) => a.numGroups - b.numGroups)
    .map((category) => ({ category, rowsByGroup: groupRows(probe, category) }))
  return views.flatMap((view) => {
    for (const { category, rowsByGroup } of coarseFirst) {
      if (category.name === view.column) continue
      const finding = tryCategory(probe, view, category, rowsByGroup)
      if (finding !== null) return [finding]
    }
    return []
  })
}

function groupRows({ sample }: Probe, { codes, numGroups }: Category): number[][] {
  const rowsByGroup: number[][] = Array.from({ length: numGroups }, () => [])
  for (const row of sample) if (codes[row] >= 0) rowsByGroup[codes[row]].push(row)
  return rowsByGroup
}

function tryCategory(
  probe: Probe,
  view: NumberView,
  { name: by, codes, labelOf }: Category,
  rowsByGroup: readonly number[][],
): AuditFinding | null {
  const { values: target, sample } = probe
  const { values } = view
  const lines = linesByGroup(probe, values, rowsByGroup)
  if (lines === null) return null
  const slopes = lines.filter((line) => line !== null).map(({ slope }) => Math.abs(slope))
  const steepest = slopes.reduce((a, b) => Math.max(a, b), 0)
  const tolerance = toleranceOf(probe, [steepest * resolutionOf(values, sample, probe.spread / steepest)])
  const isRatio = lines.every((line) => line === null || Math.abs(line.intercept) <= tolerance)
  const errorAt = (row: number) => {
    const line = lines[codes[row]] ?? null
    if (line === null) return Number.NaN
    return line.slope * values[row] + (isRatio ? 0 : line.intercept) - target[row]
  }
  const sampled = judgeFormula(probe, sample, errorAt, tolerance)
  if (!holds(sampled) || sampled.rows < 0.5 * sample.length) return null
  const { share, rows, maxError } = judgeFormula(probe, probe.rows, errorAt, tolerance)
  const constants = lines.map((line) => line?.slope ?? null)
  const formula = isRatio
    ? `c * ${view.name}, ${describeConstants(constants, by, labelOf)}`
    : `a + b * ${view.name}, one a and b for each ${by}`
  return {
    kind: 'identity',
    severity: 'leak',
    columns: [view.column, by],
    formula: `${probe.target} = ${formula}`,
    max_error: maxError,
    share,
    rows,
    ...reasonOf(view.column, by, lines, isRatio),
  }
}

function reasonOf(column: string, by: string, lines: readonly (Line | null)[], isRatio: boolean) {
  if (isRatio)
    return {
      why: `${column} is the target of the same row over a constant of ${by}`,
      advice: `leave ${column} out, or make it of the value before`,
    }
  const isBackwards = lines.every((line) => line === null || line.slope < 0)
  const why = isBackwards
    ? `${column} is what the others of its ${by} leave of a sum (a mean without the row's own), so it falls as the target rises`
    : `${column} is the target of the same row, on a scale of its ${by}`
  return { why, advice: `leave ${column} out` }
}

/** Draws a line for each group; `null` for groups of few rows, and for all where the first groups have none. */
function linesByGroup(
  { values: target }: Probe,
  values: Float64Array,
  rowsByGroup: readonly number[][],
): (Line | null)[] | null {
  const lines: (Line | null)[] = []
  let numTried = 0
  for (const rows of rowsByGroup) {
    const points = rows.filter((row) => !Number.isNaN(values[row])).slice(0, MOST_POINTS)
    if (points.length < LEAST_POINTS) {
      lines.push(null)
      continue
    }
    const x = Float64Array.from(points, (row) => values[row])
    const y = Float64Array.from(points, (row) => target[row])
    const line = robustLine(x, y)
    if (numTried++ < NUM_TRIED && !isStraight(line, x, y)) return null
    lines.push(line)
  }
  return numTried === 0 ? null : lines
}

/** Whether half of the points lie nearly on the line, measured by how far they spread. */
function isStraight({ intercept, slope }: Line, x: Float64Array, y: Float64Array): boolean {
  const middle = Math.floor(y.length / 2)
  const centre = y.toSorted()[middle]
  const away = y.map((value) => Math.abs(value - centre)).sort()[middle]
  const error = y.map((value, at) => Math.abs(intercept + slope * x[at] - value)).sort()[middle]
  return slope !== 0 && error <= 0.02 * away
}
