import type { AuditFinding } from './audit-finding.ts'
import { describeSum, roundCoefficient } from './describe-number.ts'
import { holds, type Judgement, judgeFormula, toleranceOf } from './judge-formula.ts'
import { leastSquares } from './least-squares.ts'
import type { NumberView } from './number-view.ts'
import type { Probe } from './probe.ts'
import { resolutionOf } from './resolution.ts'
import { type Line, robustLine } from './robust-line.ts'
import { thin } from './thin.ts'

/** A function of one column that people use. */
interface Shape {
  nameOf(column: string): string
  of(value: number): number
}

const straight: Shape = { nameOf: (name) => name, of: (value) => value }
const curves: readonly Shape[] = [
  { nameOf: (name) => `1 / ${name}`, of: (value) => 1 / value },
  { nameOf: (name) => `ln(${name})`, of: Math.log },
  { nameOf: (name) => `exp(${name})`, of: Math.exp },
  { nameOf: (name) => `sqrt(${name})`, of: Math.sqrt },
  { nameOf: (name) => `${name}^2`, of: (value) => value ** 2 },
]

/** Rows that are enough to draw a line through and to see whether it is worth a closer look. */
const NUM_POINTS = 500
const LEAST_PROMISE = 0.9

/**
 * Finds columns that are the target in another unit, on another scale, or under a function: target = a + b * f(column).
 */
export function findCopies(probe: Probe, views: readonly NumberView[]): AuditFinding[] {
  return views.flatMap((view) => {
    for (const shape of [straight, ...curves]) {
      const finding = tryShape(probe, view, shape)
      if (finding !== null) return [finding]
    }
    return []
  })
}

/** Finds columns that are the target on another scale: target = a + b * column. */
export function findScaledCopies(probe: Probe, views: readonly NumberView[]): AuditFinding[] {
  return views.flatMap((view) => tryShape(probe, view, straight) ?? [])
}

function tryShape(probe: Probe, { name, column, values }: NumberView, shape: Shape): AuditFinding | null {
  const { values: target, spread, sample } = probe
  const tried = thin(sample, NUM_POINTS)
  const chosen = tried.filter((row) => Number.isFinite(shape.of(values[row])))
  if (chosen.length < 0.5 * tried.length) return null
  const x = Float64Array.from(chosen, (row) => shape.of(values[row]))
  const y = Float64Array.from(chosen, (row) => target[row])
  const rough = robustLine(x, y)
  if (rough.slope === 0) return null
  // a step of a function is steepest where its slope is; only the straight one needs no more than that
  const rounding =
    shape === straight ? rough.slope * resolutionOf(values, sample, spreadHint(probe, rough)) : 0
  const tolerance = toleranceOf(probe, [rounding])
  const judged = ({ intercept, slope }: Line, rows: Uint32Array) =>
    judgeFormula(probe, rows, (row) => intercept + slope * shape.of(values[row]) - target[row], tolerance)
  // few rows tell only that a line is hopeless
  if (judged(rough, chosen).share < LEAST_PROMISE) return null
  const near = sample.filter((row) => {
    return Math.abs(rough.intercept + rough.slope * shape.of(values[row]) - target[row]) <= 2 * tolerance
  })
  const exact = lineThrough(near, (row) => shape.of(values[row]), target)
  if (!holds(judged(exact, sample))) return null
  const ratio = { intercept: 0, slope: medianRatio(x, y) }
  const isRatio = Math.abs(exact.intercept) <= 1e-6 * spread + 3 * tolerance && holds(judged(ratio, sample))
  const { intercept, slope } = isRatio ? ratio : exact
  const rounded = { intercept: roundCoefficient(intercept), slope: roundCoefficient(slope) }
  const judgement = bestOf(judged(rounded, probe.rows), judged({ intercept, slope }, probe.rows))
  return {
    kind: 'identity',
    severity: 'leak',
    columns: [column],
    formula: `${probe.target} = ${describeSum([{ weight: rounded.slope, name: shape.nameOf(name) }], rounded.intercept)}`,
    max_error: judgement.maxError,
    share: judgement.share,
    rows: judgement.rows,
    why: 'the column is the target of the same row, written another way',
    advice: `leave ${column} out`,
  }
}

/** Gives the line by least squares through rows. */
function lineThrough(rows: Uint32Array, valueAt: (row: number) => number, target: Float64Array): Line {
  const y = Float64Array.from(rows, (row) => target[row])
  const { intercept, weights } = leastSquares([Float64Array.from(rows, valueAt)], y)
  return { intercept, slope: weights[0] }
}

/** The judgement of rounded coefficients, unless they were rounded too much. */
function bestOf(rounded: Judgement, exact: Judgement): Judgement {
  return rounded.share >= exact.share ? rounded : exact
}

function medianRatio(x: Float64Array, y: Float64Array): number {
  return y.map((value, at) => value / x[at]).toSorted()[y.length >> 1]
}

/** Spread that the column has if it is the target on another scale. */
function spreadHint({ spread }: Probe, { slope }: { readonly slope: number }): number {
  return spread / Math.abs(slope)
}
