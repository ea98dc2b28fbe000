import { hash32 } from '../random.ts'
import type { AuditFinding } from './audit-finding.ts'
import { describeSum, roundCoefficient } from './describe-number.ts'
import { holds, type Judgement, judgeFormula, toleranceOf } from './judge-formula.ts'
import { type LinearFit, leastSquares } from './least-squares.ts'
import type { NumberView } from './number-view.ts'
import { type Probe, spreadOf } from './probe.ts'
import { resolutionOf } from './resolution.ts'
import { thin } from './thin.ts'

/** Sums that are told at most, and columns that one may have. */
const MOST_SUMS = 8
const MOST_TERMS = 12
/** Draws of few rows: one that no odd row is among gives the sum. */
const NUM_DRAWS = 8
const ROWS_A_COLUMN = 4
/** Rows on which a sum is judged while it is sought. */
const NUM_JUDGED = 2000

/** A weight so many times the next one's is that of the column which was made of the others and the target. */
const CLEARLY_MORE = 1.5

/** An exact sum: its columns, coefficients and how it was judged. */
interface Sum {
  readonly views: readonly NumberView[]
  readonly fit: LinearFit
}

/**
 * Finds small groups of columns of which the target is a sum: target = a + b1 * c1 + b2 * c2 ...
 *
 * All columns are fitted together first. If that is exact, columns are taken away one by one as long as it stays exact;
 * then each column of the group is forbidden in turn, which leads to the next group.
 */
export function findSums(probe: Probe, views: readonly NumberView[]): AuditFinding[] {
  const sums: Sum[] = []
  const tried = new Set<string>()
  const queue: (readonly NumberView[])[] = [views.filter((view) => isUsable(probe, view))]
  for (let at = 0; at < queue.length && sums.length < MOST_SUMS; at++) {
    const allowed = queue[at]
    const key = allowed.map(({ name }) => name).join('\n')
    if (tried.has(key)) continue
    tried.add(key)
    const whole = fitExactly(probe, allowed)
    if (whole === null) continue
    const least = withoutNeedless(probe, whole)
    if (!sums.some((known) => isSame(known, least))) sums.push(least)
    for (const view of least.views) queue.push(allowed.filter((other) => other !== view))
  }
  return sums.filter((sum) => sum.views.length <= MOST_TERMS).map((sum) => describe(probe, sum))
}

/** Whether a column is there on most rows, and not the same on all. */
function isUsable({ sample }: Probe, { values }: NumberView): boolean {
  const there = sample.filter((row) => Number.isFinite(values[row]))
  return there.length > 0.5 * sample.length && spreadOf(values, there).spread > 0
}

function isSame(a: Sum, b: Sum): boolean {
  return a.views.length === b.views.length && a.views.every((view) => b.views.includes(view))
}

/** Fits on few rows, several times, until a fit holds on the others; `null` if none does. */
function fitExactly(probe: Probe, views: readonly NumberView[]): Sum | null {
  if (views.length === 0) return null
  const { values: target } = probe
  const rows = probe.sample.filter((row) => views.every(({ values }) => Number.isFinite(values[row])))
  const numRows = Math.max(ROWS_A_COLUMN * (views.length + 1), 40)
  if (rows.length < 2 * numRows) return null
  const judged = thin(rows, NUM_JUDGED)
  for (let draw = 0; draw < NUM_DRAWS; draw++) {
    const chosen = Uint32Array.from(
      { length: numRows },
      (_, index) => rows[hash32(probe.seed, draw, index) % rows.length],
    )
    const at = (values: Float64Array) => Float64Array.from(chosen, (row) => values[row])
    const fit = leastSquares(
      views.map(({ values }) => at(values)),
      at(target),
    )
    const sum = { views, fit }
    if (holds(judge(probe, sum, judged))) return sum
    // a fit that misses most rows misses not because of odd ones
    if (draw === 2 && bestShare(probe, sum, judged) < 0.3) return null
  }
  return null
}

/** Share of the rows that a sum comes within a tenth of what the past misses. */
function bestShare(probe: Probe, sum: Sum, rows: Uint32Array): number {
  const errorAt = errorOf(probe, sum)
  const near = rows.filter((row) => Math.abs(errorAt(row)) <= 0.1 * probe.surpriseSpread)
  return near.length / rows.length
}

/** Takes columns away, that of the least part first, as long as the rest is exact. */
function withoutNeedless(probe: Probe, whole: Sum): Sum {
  let sum = whole
  for (;;) {
    const shorter = shorten(probe, sum)
    if (shorter === null) return sum
    sum = shorter
  }
}

function shorten(probe: Probe, { views, fit }: Sum): Sum | null {
  const partOf = (index: number) =>
    Math.abs(fit.weights[index]) * spreadOf(views[index].values, thin(probe.sample, 200)).spread
  const leastFirst = Array.from(views.keys()).toSorted((a, b) => partOf(a) - partOf(b))
  for (const index of leastFirst) {
    const shorter = fitExactly(
      probe,
      views.filter((_, other) => other !== index),
    )
    if (shorter !== null) return shorter
  }
  return null
}

function errorOf({ values: target }: Probe, { views, fit }: Sum): (row: number) => number {
  const columns = views.map(({ values }) => values)
  const { intercept, weights } = fit
  return (row) => {
    let sum = intercept - target[row]
    for (let index = 0; index < columns.length; index++) {
      if (weights[index] !== 0) sum += weights[index] * columns[index][row]
    }
    return sum
  }
}

function judge(probe: Probe, sum: Sum, rows: Uint32Array): Judgement {
  const roundings = sum.views.map(({ values }, index) => {
    const weight = sum.fit.weights[index]
    return weight === 0 ? 0 : weight * resolutionOf(values, probe.sample, probe.spread / Math.abs(weight))
  })
  return judgeFormula(probe, rows, errorOf(probe, sum), toleranceOf(probe, roundings))
}

function describe(probe: Probe, exact: Sum): AuditFinding {
  const { views, fit } = exact
  const isNothing = Math.abs(fit.intercept) <= 1e-5 * probe.spread
  const rounded = {
    intercept: isNothing ? 0 : roundCoefficient(fit.intercept),
    weights: fit.weights.map(roundCoefficient),
  }
  const simple = judge(probe, { views, fit: rounded }, probe.rows)
  const { share, rows, maxError } = holds(simple) ? simple : judge(probe, exact, probe.rows)
  const terms = views
    .map(({ name }, index) => ({ name, weight: rounded.weights[index] }))
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
  const columns = [...new Set(terms.map(({ name }) => columnOf(views, name)))]
  const [first, second] = terms.map(({ weight }) => Math.abs(weight))
  const isShared = second !== undefined && first < CLEARLY_MORE * second
  return {
    kind: 'identity',
    severity: 'leak',
    columns,
    ...(isShared ? { isShared } : {}),
    formula: `${probe.target} = ${describeSum(terms, rounded.intercept)}`,
    max_error: maxError,
    share,
    rows,
    why: 'together these columns add up to the target of the same row: one of them was made with it',
    advice: `leave out the one that contains the target${isShared ? '' : ` (most likely ${columns[0]})`}`,
  }
}

function columnOf(views: readonly NumberView[], name: string): string {
  return views.find((view) => view.name === name)?.column ?? name
}
