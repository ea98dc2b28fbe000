import type { AuditFinding } from './audit-finding.ts'
import { describeSteps } from './describe-steps.ts'
import { leastSquares } from './least-squares.ts'
import type { WindowMatch } from './match-windows.ts'
import type { NumberView } from './number-view.ts'
import { type Probe, spreadOf } from './probe.ts'
import { rowNumbers } from './row-numbers.ts'
import { rowAfter, type Series } from './series.ts'
import { thin } from './thin.ts'

const NUM_JUDGED = 4000
const LEAST_JUDGED = 30
const LEAST_SHARE = 0.98

/** Gives a finding for each window that reaches beyond the newest value that is known at its row. */
export function findWindows(probe: Probe, matches: readonly WindowMatch[]): AuditFinding[] {
  return matches.flatMap((match): AuditFinding[] => {
    const { view, statistic, first, last, share, maxError, rows } = match
    if (last <= -probe.aheadSteps) return []
    const { stepMs } = probe.series ?? { stepMs: null }
    const from = describeSteps(first, stepMs)
    const to = describeSteps(last, stepMs)
    const span = first === last ? `at ${to}` : `from ${from} to ${to}`
    return [
      {
        kind: 'window',
        severity: 'leak',
        columns: [view.column],
        formula: `${view.name} = ${statistic.name} of ${probe.target} ${span}`,
        max_error: maxError,
        share,
        rows,
        why:
          last > 0
            ? 'it contains values of the target from after the row'
            : 'the window includes the present value',
        advice: `end the window at ${describeSteps(-probe.aheadSteps, stepMs)}`,
      },
    ]
  })
}

/**
 * Finds columns that carry all of the past along and take up the present too: exponential averages
 * c(t) = a * target(t) + (1 - a) * c(t-1), and means of all values so far.
 */
export function findRecursions(probe: Probe, series: Series, views: readonly NumberView[]): AuditFinding[] {
  return views.flatMap(
    (view) => tryExponential(probe, series, view) ?? tryExpanding(probe, series, view) ?? [],
  )
}

function tryExponential(probe: Probe, series: Series, view: NumberView): AuditFinding | null {
  const { rows, before } = pairsOf(probe, series, view)
  const { values: target } = probe
  const columns = [
    Float64Array.from(before, (row) => view.values[row]),
    Float64Array.from(rows, (row) => target[row]),
    Float64Array.from(before, (row) => target[row]),
  ]
  const now = Float64Array.from(rows, (row) => view.values[row])
  const { intercept, weights } = leastSquares(columns, now)
  const errors = now.map(
    (value, at) =>
      intercept + weights.reduce((sum, weight, index) => sum + weight * columns[index][at], 0) - value,
  )
  // a column of the past alone does not move with what is new in the present
  const isMoved = Math.abs(weights[1]) * probe.surpriseSpread > 1e-3 * spreadOfAll(now)
  const isCarried = Math.abs(weights[0]) > 0.01
  if (!isMoved || !isCarried) return null
  const share = Number(weights[1].toPrecision(3))
  const formula = `${view.name}(t) = ${share} * ${probe.target}(t) + ${Number(weights[0].toPrecision(3))} * ${view.name}(t-1)`
  return recursionOf(probe, view, formula, errors, spreadOfAll(now))
}

function tryExpanding(probe: Probe, series: Series, view: NumberView): AuditFinding | null {
  const { rows, before } = pairsOf(probe, series, view)
  const starts = firstPlaces(series)
  const moves = Float64Array.from(rows, (row, at) => view.values[row] - view.values[before[at]])
  const expected = Float64Array.from(rows, (row, at) => {
    const count = series.place[row] - starts[row] + 1
    return (probe.values[row] - view.values[before[at]]) / count
  })
  const scale = spreadOfAll(moves)
  // where the target is the mean so far, the mean stays, as everything does
  const isTelling = (_: number, at: number) => Math.abs(expected[at]) > 1e-3 * scale
  const errors = moves.map((move, at) => move - expected[at]).filter(isTelling)
  const formula = `${view.name} = mean of all ${probe.target} of the series up to t`
  return recursionOf(probe, view, formula, errors, scale)
}

function recursionOf(
  probe: Probe,
  view: NumberView,
  formula: string,
  errors: Float64Array,
  scale: number,
): AuditFinding | null {
  const held = errors.filter((error) => Math.abs(error) <= 1e-5 * scale)
  if (errors.length < LEAST_JUDGED || held.length < LEAST_SHARE * errors.length) return null
  return {
    kind: 'window',
    severity: 'leak',
    columns: [view.column],
    formula,
    max_error: held.reduce((worst, error) => Math.max(worst, Math.abs(error)), 0),
    share: held.length / errors.length,
    rows: errors.length,
    why: 'the average takes up the present value',
    advice: `end the average at ${describeSteps(-probe.aheadSteps, probe.series?.stepMs ?? null)}`,
  }
}

/** Rows of the sample, each with the row one step before it, where the column and the target are known on both. */
function pairsOf(
  probe: Probe,
  series: Series,
  { values }: NumberView,
): { rows: Uint32Array; before: Uint32Array } {
  const isKnown = (row: number) => row >= 0 && !Number.isNaN(values[row] + probe.values[row])
  const paired = probe.sample.filter((row) => isKnown(row) && isKnown(rowAfter(series, row, -1)))
  const rows = thin(paired, NUM_JUDGED)
  return { rows, before: rows.map((row) => rowAfter(series, row, -1)) }
}

/** Place of the first row of the series that a row belongs to, [numRows]. */
function firstPlaces({ order, entities }: Series): Uint32Array {
  const starts = new Uint32Array(order.length)
  for (let place = 1; place < order.length; place++) {
    const row = order[place]
    const last = order[place - 1]
    starts[row] = entities[row] === entities[last] ? starts[last] : place
  }
  return starts
}

function spreadOfAll(values: Float64Array): number {
  return spreadOf(values, rowNumbers(values.length)).spread
}
