import { expect, it } from 'vitest'
import { checkZone } from '../../src/traffic/check-zone.ts'

const numRows = 3

it('warns of timestamps without zone where none is declared', () => {
  const [found] = checkZone({ timestampType: 'TIMESTAMP', declared: null, numRows })
  expect(found).toMatchObject({ severity: 'warning', column: 'timestamp', rule: 'zone', count: 3 })
})

it('accepts a declared zone, and timestamps that have one', () => {
  expect(checkZone({ timestampType: 'TIMESTAMP', declared: 'UTC', numRows })).toEqual([])
  expect(checkZone({ timestampType: 'TIMESTAMP WITH TIME ZONE', declared: null, numRows })).toEqual([])
})
