import type { AuditFinding } from './audit-finding.ts'
import { describeSum } from './describe-number.ts'
import { leastSquares } from './least-squares.ts'
import type { ColumnMeasure } from './measure-columns.ts'
import type { NumberView } from './number-view.ts'
import type { Probe } from './probe.ts'

/** Share of what is new in the target that only a column made of the target has. */
const TELLING = { withPast: 0.9, withoutPast: 0.99 }
/** Of that, what a straight line must give for the line to be the formula. */
const MOSTLY_STRAIGHT = 0.95

/**
 * Finds columns that nearly give the target: copies with noise, ranks, ids that were numbered by it, functions of it.
 *
 * Where rows have a time, a column counts by what is new in it; else by how well it gives the target at all, and then
 * only if that is nearly complete.
 */
export function findNearCopies(probe: Probe, measures: readonly ColumnMeasure[]): AuditFinding[] {
  const least = probe.past.length > 0 ? TELLING.withPast : TELLING.withoutPast
  return measures
    .filter(({ r2BeyondPast, r2ByChance }) => r2BeyondPast >= least && r2BeyondPast > r2ByChance)
    .map((measure) => describe(probe, measure))
}

function describe(probe: Probe, { view, r2, r2BeyondPast }: ColumnMeasure): AuditFinding {
  const rows = probe.sample.filter((row) => Number.isFinite(view.values[row]))
  const line = lineOf(probe, view, rows)
  const direction = directionOf(probe, view, rows)
  const isStraight = line.r2 >= MOSTLY_STRAIGHT * Math.min(r2, 1)
  const isOrder = view.name !== view.column || (direction !== null && isCounted(view, rows))
  const about = isStraight ? line.formula : `a ${direction ?? ''} function of ${view.name}`.replace('  ', ' ')
  return {
    kind: isOrder ? 'order' : 'near-identity',
    severity: 'leak',
    columns: [view.column],
    formula: `${probe.target} = ${about}, nearly`,
    max_error: isStraight ? line.maxError : null,
    share: r2BeyondPast,
    rows: rows.length,
    why: isOrder
      ? 'the column follows the order of the target: it was numbered after the target was known'
      : `the column has ${percent(r2BeyondPast)} of what is new in the target at its own row: a copy with noise, or a function of it`,
    advice: `leave ${view.column} out`,
  }
}

function lineOf({ values: target, target: name }: Probe, view: NumberView, rows: Uint32Array) {
  const x = Float64Array.from(rows, (row) => view.values[row])
  const y = Float64Array.from(rows, (row) => target[row])
  const { intercept, weights } = leastSquares([x], y)
  const errors = y.map((value, at) => Math.abs(intercept + weights[0] * x[at] - value))
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  const total = y.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const weight = Number(weights[0].toPrecision(4))
  return {
    formula: describeSum([{ weight, name: view.name }], Number(intercept.toPrecision(4))),
    r2: 1 - errors.reduce((sum, error) => sum + error ** 2, 0) / total,
    maxError: errors.reduce((a, b) => Math.max(a, b), 0),
    name,
  }
}

/** Says whether the target rises or falls all the way with the column; `null` if neither. */
function directionOf(
  { values: target }: Probe,
  { values }: NumberView,
  rows: Uint32Array,
): 'rising' | 'falling' | null {
  const order = rows.toSorted((a, b) => values[a] - values[b] || target[a] - target[b])
  // far enough apart for noise to be smaller than the step
  const apart = Math.max(1, Math.floor(order.length / 20))
  const steps = order.subarray(apart).map((row, at) => (target[row] >= target[order[at]] ? 1 : 0))
  const share = steps.reduce((sum, step) => sum + step, 0) / steps.length
  if (share > 0.98) return 'rising'
  return share < 0.02 ? 'falling' : null
}

/** Whether the values are whole numbers, each on one row. */
function isCounted({ values }: NumberView, rows: Uint32Array): boolean {
  const seen = new Set(Array.from(rows, (row) => values[row]))
  return seen.size === rows.length && rows.every((row) => Number.isInteger(values[row]))
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
