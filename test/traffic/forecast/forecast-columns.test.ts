import { describe, expect, it } from 'vitest'
import { columnLegality } from '../../../src/traffic/column-legality.ts'
import { forecastFeatures, forecastNeeds } from '../../../src/traffic/forecast/forecast-columns.ts'

describe('features of a forecast', () => {
  const features = [...forecastFeatures.numeric, ...forecastFeatures.categorical]

  it('are all legal 5 minutes ahead and later', () => {
    const illegal = features.filter((name) => {
      const needs = forecastNeeds(name)
      return needs === null || columnLegality(needs, 5) !== 'yes'
    })
    expect(illegal).toEqual([])
  })

  it('are not legal for the present speed, which is among them', () => {
    expect(columnLegality(forecastNeeds('speed') ?? {}, 0)).toBe('contains the target')
  })
})
