import { describe, expect, it } from 'vitest'
import { addIntervals } from '../../src/predict/add-intervals.ts'
import { readIntervalRule } from '../../src/predict/interval-rule.ts'

const rule = {
  level: 0.9,
  regimes: [
    { below: 20, residuals: [-3, 10] },
    { below: null, residuals: [-5, 2] },
  ],
} as const

/** Metadata of a version whose forecast 15 minutes ahead was scored. */
function metadataOf(name: string) {
  const models = { random_forest: { metrics: {}, intervals: rule }, linear_regression: { intervals: null } }
  return { model_name: name, forecast: { horizons: { '15m': { models } } } }
}

it('adds to a prediction what its regime says, and nothing to what is missing', () => {
  expect(addIntervals(Float64Array.of(19.5, 20, Number.NaN), rule)).toEqual({
    prediction: Float64Array.of(19.5, 20, Number.NaN),
    lower: Float64Array.of(16.5, 15, Number.NaN),
    upper: Float64Array.of(29.5, 22, Number.NaN),
  })
})

describe('readIntervalRule', () => {
  it('takes that of the model and the horizon that the version is of', () => {
    expect(readIntervalRule(metadataOf('random_forest_15m'))).toEqual(rule)
  })

  it('finds none in a nowcast, whose metadata hold the forecast of another model, nor where none was measured', () => {
    expect(readIntervalRule(metadataOf('random_forest'))).toBeNull()
    expect(readIntervalRule(metadataOf('linear_regression_15m'))).toBeNull()
    expect(readIntervalRule({})).toBeNull()
  })
})
