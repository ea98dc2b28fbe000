import type { AuditFinding } from './audit-finding.ts'
import { findScaledCopies } from './find-copies.ts'
import type { NumberView } from './number-view.ts'
import { type Probe, spreadOf } from './probe.ts'
import { rowNumbers } from './row-numbers.ts'

/** Rows on which a pair is tried before it is made for all. */
const NUM_TRIED = 64
/** The target must keep this close to a line of the product on those rows. */
const LEAST_R2 = 0.98

const operators = [
  { symbol: '*', of: (a: number, b: number) => a * b },
  { symbol: '/', of: (a: number, b: number) => a / b },
] as const

/** Finds pairs of columns whose product or ratio is the target, on some scale: target = a + b * (first * second). */
export function findProducts(probe: Probe, views: readonly NumberView[]): AuditFinding[] {
  const stride = Math.max(1, Math.floor(probe.sample.length / NUM_TRIED))
  const tried = probe.sample.filter((_, index) => index % stride === 0)
  const findings: AuditFinding[] = []
  views.forEach((first, index) => {
    views.forEach((second, other) => {
      for (const { symbol, of } of operators) {
        if (first.column === second.column || (symbol === '*' && other < index)) continue
        const valueAt = (row: number) => of(first.values[row], second.values[row])
        if (!isNearLine(probe, tried, valueAt)) continue
        const name = `(${first.name} ${symbol} ${second.name})`
        const values = probe.values.map((_, row) => valueAt(row))
        for (const finding of findScaledCopies(probe, [{ name, column: first.column, values }])) {
          const columns = [first.column, second.column]
          const why = `${columns.join(' and ')} were measured with the target, and give it together`
          findings.push({ ...finding, columns, why, advice: `leave one of ${columns.join(', ')} out` })
        }
      }
    })
  })
  return findings
}

/** Whether the target lies near a line of the values, few rows aside. */
function isNearLine(probe: Probe, rows: Uint32Array, valueAt: (row: number) => number): boolean {
  const x = Float64Array.from(rows, valueAt)
  const y = Float64Array.from(rows, (row) => probe.values[row])
  const all = rowNumbers(x.length).filter((at) => Number.isFinite(x[at]))
  if (all.length < 0.5 * rows.length) return false
  const [ofX, ofY] = [spreadOf(x, all), spreadOf(y, all)]
  if (!(ofX.spread > 0)) return false
  // of the points three quarters that lie together best: an odd row would hide a line
  const together = all.reduce((sum, at) => sum + (x[at] - ofX.mean) * (y[at] - ofY.mean), 0) / all.length
  if (together ** 2 >= LEAST_R2 * (ofX.spread * ofY.spread) ** 2) return true
  return hasSteadyRatio(x, y, all)
}

/** Whether the ratio of target to value is the same on three quarters of the rows. */
function hasSteadyRatio(x: Float64Array, y: Float64Array, rows: Uint32Array): boolean {
  const ratios = Float64Array.from(rows, (at) => y[at] / x[at]).sort()
  const [low, high] = [ratios[Math.floor(ratios.length / 8)], ratios[Math.floor((7 * ratios.length) / 8)]]
  return Math.abs(high - low) <= 1e-3 * Math.abs(high)
}
