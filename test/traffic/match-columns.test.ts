import { describe, expect, it } from 'vitest'
import { matchColumns, type WantedColumn } from '../../src/traffic/match-columns.ts'

const wanted: readonly WantedColumn[] = [
  { column: 'sensor_id', kind: 'name', isRequired: true, divisorByName: { sensor_id: 1 } },
  { column: 'timestamp', kind: 'instant', isRequired: true, divisorByName: { timestamp: 1 } },
  { column: 'speed', kind: 'number', isRequired: true, divisorByName: { speed: 1, speed_kmh: 1.609344 } },
  { column: 'volume', kind: 'number', isRequired: false, divisorByName: { volume: 1 } },
]

const good = [
  ['sensor_id', 'BIGINT'],
  ['timestamp', 'TIMESTAMP WITH TIME ZONE'],
  ['speed_kmh', 'SMALLINT'],
] as const

describe('matchColumns', () => {
  it('finds columns by any of their names, with what divides them', () => {
    const found = matchColumns('x', good, wanted)
    expect([...found.keys()]).toEqual(['sensor_id', 'timestamp', 'speed'])
    expect(found.get('speed')).toEqual({ name: 'speed_kmh', type: 'SMALLINT', divisor: 1.609344 })
  })

  it('lists all that is missing or mistyped in one error, with the nearest names', () => {
    const types = [
      ['sensor', 'VARCHAR'],
      ['timestamp', 'VARCHAR'],
      ['Speed', 'DOUBLE'],
      ['volume', 'VARCHAR'],
    ] as const
    expect(() => matchColumns('a.csv', types, wanted)).toThrow(
      'a.csv: column sensor_id is missing (nearest is sensor); column timestamp must be a time, is VARCHAR; ' +
        'column speed or speed_kmh is missing (nearest is Speed); column volume must be a number, is VARCHAR',
    )
  })

  it('refuses the same quantity under two names', () => {
    expect(() => matchColumns('x', [...good, ['speed', 'DOUBLE']], wanted)).toThrow(
      'x: speed is given twice, as speed_kmh and speed',
    )
  })

  it('has no name for what no name is near to', () => {
    expect(() => matchColumns('x', [['zzz', 'DOUBLE']], wanted)).toThrow('column sensor_id is missing;')
  })

  it.each(['FLOAT', 'DOUBLE', 'DECIMAL(5,1)', 'UTINYINT', 'HUGEINT'])('takes %s for a number', (type) => {
    const types = [good[0], good[1], ['speed', type]] as const
    expect(matchColumns('x', types, wanted).get('speed')?.type).toBe(type)
  })

  it.each(['DOUBLE[]', 'BOOLEAN', 'DATE', 'VARCHAR'])('takes no %s for a number', (type) => {
    const types = [good[0], good[1], ['speed', type]] as const
    expect(() => matchColumns('x', types, wanted)).toThrow(`column speed must be a number, is ${type}`)
  })

  it.each(['DOUBLE', 'BOOLEAN', 'VARCHAR[]', 'STRUCT(a INTEGER)'])(
    'takes no %s for a name or a time',
    (type) => {
      const types = [['sensor_id', type], ['timestamp', type], good[2]] as const
      expect(() => matchColumns('x', types, wanted)).toThrow(
        `column sensor_id must be a name, is ${type}; column timestamp must be a time, is ${type}`,
      )
    },
  )
})
