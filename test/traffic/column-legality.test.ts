import { describe, expect, it } from 'vitest'
import { columnLegality, describeNeeds } from '../../src/traffic/column-legality.ts'
import { featureColumns } from '../../src/traffic/columns.ts'

/** Names of the columns that are anything but legal at a horizon, by what they are. */
function refused(horizonMinutes: number): Record<string, readonly string[]> {
  const judged = featureColumns
    .filter(({ kind }) => kind === 'numeric' || kind === 'categorical')
    .map(({ name, needs }) => ({ name, legality: columnLegality(needs, horizonMinutes) }))
  return Object.fromEntries(
    ['late', 'contains the target'].map((legality) => [
      legality,
      judged.filter((one) => one.legality === legality).map(({ name }) => name),
    ]),
  )
}

describe('columnLegality', () => {
  it('refuses for the speed of now what contains it, and what is measured with it', () => {
    expect(refused(0)).toEqual({
      late: ['occupancy_ratio', 'flow_rate'],
      'contains the target': [
        'traffic_efficiency',
        'speed_variance',
        'speed_ma_15min',
        'speed_ma_30min',
        'speed_ma_60min',
        'congestion_level',
      ],
    })
  })

  it('allows all of it for the speed in 15 minutes', () => {
    expect(refused(15)).toEqual({ late: [], 'contains the target': [] })
  })
})

describe('describeNeeds', () => {
  it('says readings by their time', () => {
    const needsOf = (name: string) => featureColumns.find((column) => column.name === name)?.needs ?? {}
    expect(describeNeeds(needsOf('speed_ma_15min'))).toBe('speed t - 10 min to t')
    expect(describeNeeds(needsOf('speed_lag_2'))).toBe('speed at t - 10 min')
    expect(describeNeeds(needsOf('traffic_efficiency'))).toBe('speed at t, position, training statistics')
    expect(describeNeeds(needsOf('is_weekend'))).toBe('calendar')
    expect(describeNeeds({})).toBe('nothing')
  })
})
