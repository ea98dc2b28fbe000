import { expect, it } from 'vitest'
import { checkZone } from '../../src/traffic/check-zone.ts'

const numRows = 3

it('warns of timestamps without zone where none is declared', () => {
  const [found] = checkZone({ timestampType: 'TIMESTAMP', declared: null, numRows })
  expect(found).toMatchObject({ severity: 'warning', column: 'timestamp', rule: 'zone', count: 3 })
})

it('says that days and hours are those of UTC where timestamps have a zone and none is declared', () => {
  const [found] = checkZone({ timestampType: 'TIMESTAMP WITH TIME ZONE', declared: null, numRows: 3 })
  expect(found.text).toMatch(/^no zone is declared, so days and hours are those of UTC/)
})

it('accepts a declared zone', () => {
  for (const timestampType of ['TIMESTAMP', 'TIMESTAMP WITH TIME ZONE']) {
    expect(checkZone({ timestampType, declared: 'UTC', numRows: 3 })).toEqual([])
  }
})
