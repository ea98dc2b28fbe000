import { describe, expect, it } from 'vitest'
import { describeSum, roundCoefficient } from '../../src/audit/describe-number.ts'
import { describeSteps } from '../../src/audit/describe-steps.ts'
import { arrange, explainedShare } from '../../src/audit/explain.ts'
import { leastSquares } from '../../src/audit/least-squares.ts'
import { robustLine } from '../../src/audit/robust-line.ts'
import { orderSeries, rowAfter } from '../../src/audit/series.ts'
import type { Table } from '../../src/table/table.ts'

/** Rows of one series at the given minutes. */
function at(...minutes: readonly number[]): Table {
  const epochMs = Float64Array.from(minutes, (minute) => minute * 60_000)
  return { numRows: minutes.length, columns: new Map([['time', { kind: 'instant', epochMs }]]) }
}

function seriesAt(...minutes: readonly number[]) {
  const series = orderSeries(at(...minutes), null, 'time')
  if (series === null) throw new Error('no series')
  return series
}

describe('rowAfter', () => {
  it('goes by the clock: over a gap a step is not the next row', () => {
    // rows out of order: minutes 10, 0, 5, 25, 30; the step is 5
    const series = seriesAt(10, 0, 5, 25, 30)
    expect(series.stepMs).toBe(300_000)
    expect(rowAfter(series, 0, -2)).toBe(1)
    expect(rowAfter(series, 0, 1)).toBe(-1)
    expect(rowAfter(series, 0, 3)).toBe(3)
    expect(rowAfter(series, 4, -4)).toBe(0)
    expect(rowAfter(series, 1, -1)).toBe(-1)
  })

  it('counts rows where no step is usual', () => {
    const series = seriesAt(0, 1, 3, 7, 20, 50)
    expect(series.stepMs).toBeNull()
    expect(rowAfter(series, 3, -2)).toBe(1)
  })

  it('takes rows at one time for no series', () => {
    expect(orderSeries(at(0, 0, 5, 5), null, 'time')).toBeNull()
  })
})

describe('leastSquares', () => {
  it('finds the sum, and gives a column that others give already no weight', () => {
    const [a, b] = [Float64Array.of(1, 2, 3, 5), Float64Array.of(1, 0, 2, 0)]
    const both = a.map((value, row) => value + b[row])
    const { intercept, weights } = leastSquares(
      [a, b, both],
      a.map((value, row) => 3 * value - b[row] + 7),
    )
    expect(intercept).toBeCloseTo(7, 9)
    expect([...weights].map((weight) => Math.round(weight * 1e9) / 1e9)).toEqual([3, -1, 0])
  })
})

describe('robustLine', () => {
  it('is not moved by one point that lies anywhere', () => {
    const x = Float64Array.from({ length: 40 }, (_, index) => index)
    const y = x.map((value) => 2 * value + 1)
    y[3] = 1e6
    expect(robustLine(x, y).slope).toBeCloseTo(2, 9)
  })
})

describe('explainedShare', () => {
  it('is 1 for values that are equal within runs, and below 0 for those that jump', () => {
    const rows = Uint32Array.of(0, 1, 2, 3)
    const runs = arrange(rows, Float64Array.of(1, 1, 2, 2))
    expect(explainedShare(runs, Float64Array.of(5, 5, 9, 9))).toBe(1)
    const order = arrange(rows, Float64Array.of(1, 2, 3, 4))
    expect(explainedShare(order, Float64Array.of(0, 1, 0, 1))).toBe(-1)
  })
})

describe('words', () => {
  it('writes sums as one does by hand', () => {
    const terms = [
      { weight: 3, name: 'a' },
      { weight: -1, name: 'b' },
    ]
    expect(describeSum(terms, 2)).toBe('3 * a - b + 2')
    expect(describeSum([{ weight: -1, name: 'a' }], 0)).toBe('-a')
  })

  it('rounds coefficients to what was meant', () => {
    expect(roundCoefficient(2.9999999)).toBe(3)
    expect(roundCoefficient(0.62137119)).toBe(0.62137)
    expect(roundCoefficient(0.1000001)).toBe(0.1)
  })

  it('says steps in time', () => {
    expect(describeSteps(-2, 300_000)).toBe('t - 10 min')
    expect(describeSteps(12, 300_000)).toBe('t + 1 h')
    expect(describeSteps(-3, null)).toBe('t - 3 rows')
  })
})
