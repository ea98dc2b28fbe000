import type { AuditFinding } from './audit-finding.ts'
import { describeSum } from './describe-number.ts'
import { type LinearFit, leastSquares } from './least-squares.ts'
import type { NumberView } from './number-view.ts'
import type { Probe } from './probe.ts'
import { thin } from './thin.ts'

const TELLING = { withPast: 0.9, withoutPast: 0.99 }
const MOST_ROWS = 6000
const LEAST_ROWS_A_COLUMN = 10
const MOST_TERMS = 8

/** A fit of the target by columns and its own past, and what of the news it gives on rows that it did not learn from. */
interface Fitted {
  readonly views: readonly NumberView[]
  readonly fit: LinearFit
  readonly r2BeyondPast: number
  readonly maxError: number
  readonly numRows: number
}

/**
 * Finds a group of columns that together nearly give the target: a sum with noise, or of rounded parts.
 *
 * All columns and the target's past are fitted together on half of the rows and judged on the others; then columns are
 * taken away as long as the rest tells as much.
 */
export function findNearSums(probe: Probe, views: readonly NumberView[]): AuditFinding[] {
  const least = probe.past.length > 0 ? TELLING.withPast : TELLING.withoutPast
  const usable = views.filter(({ values }) => {
    return probe.sample.filter((row) => Number.isFinite(values[row])).length > 0.9 * probe.sample.length
  })
  let group = fitGroup(probe, usable)
  if (group === null || group.r2BeyondPast < least) return []
  for (;;) {
    const shorter = bestWithoutOne(probe, group)
    if (shorter === null || shorter.r2BeyondPast < Math.max(least, group.r2BeyondPast - 0.01)) break
    group = shorter
  }
  return group.views.length > MOST_TERMS ? [] : [describe(probe, group)]
}

function bestWithoutOne(probe: Probe, { views }: Fitted): Fitted | null {
  const shorter = views.flatMap(
    (view) =>
      fitGroup(
        probe,
        views.filter((other) => other !== view),
      ) ?? [],
  )
  return shorter.reduce<Fitted | null>(
    (a, b) => (a === null || b.r2BeyondPast > a.r2BeyondPast ? b : a),
    null,
  )
}

function fitGroup(probe: Probe, views: readonly NumberView[]): Fitted | null {
  if (views.length === 0) return null
  const columns = [...views.map(({ values }) => values), ...probe.past]
  const whole = probe.sample.filter((row) => columns.every((values) => Number.isFinite(values[row])))
  const rows = thin(whole, MOST_ROWS)
  if (rows.length < 2 * LEAST_ROWS_A_COLUMN * columns.length) return null
  const learnt = rows.filter((_, index) => index % 2 === 0)
  const judged = rows.filter((_, index) => index % 2 === 1)
  const at = (values: Float64Array) => Float64Array.from(learnt, (row) => values[row])
  const fit = leastSquares(columns.map(at), at(probe.values))
  let [missed, news, maxError] = [0, 0, 0]
  for (const row of judged) {
    let error = fit.intercept - probe.values[row]
    for (let index = 0; index < columns.length; index++) error += fit.weights[index] * columns[index][row]
    missed += error ** 2
    news += probe.surprises[row] ** 2
    maxError = Math.max(maxError, Math.abs(error))
  }
  return { views, fit, r2BeyondPast: news > 0 ? 1 - missed / news : 0, maxError, numRows: judged.length }
}

function describe(probe: Probe, { views, fit, r2BeyondPast, maxError, numRows }: Fitted): AuditFinding {
  const names = [
    ...views.map(({ name }) => name),
    ...probe.past.map((_, index) => `${probe.target}(t-${probe.aheadSteps + index})`),
  ]
  const terms = names
    .map((name, index) => ({ name, weight: Number(fit.weights[index].toPrecision(3)) }))
    .filter(({ weight }, index) => index < views.length || Math.abs(weight) > 0.01)
  const columns = [...new Set(views.map(({ column }) => column))]
  return {
    kind: 'near-identity',
    severity: 'leak',
    columns,
    formula: `${probe.target} = ${describeSum(terms, Number(fit.intercept.toPrecision(3)))}, nearly`,
    max_error: maxError,
    share: r2BeyondPast,
    rows: numRows,
    why: `together these columns have ${(100 * r2BeyondPast).toFixed(1)} % of what is new in the target at its own row`,
    advice: `find out which of ${columns.join(', ')} was made with the target, and leave it out`,
  }
}
