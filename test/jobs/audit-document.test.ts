import { expect, it } from 'vitest'
import { auditDocument } from '../../src/jobs/audit-document.ts'
import type { Column } from '../../src/table/table.ts'

/** Gives what an audit without findings says that columns need, and whether they may be used. */
function columnsOf(names: readonly string[], target: string, aheadMinutes: number) {
  const values = new Float64Array(1)
  const columns = new Map(names.map((name): [string, Column] => [name, { kind: 'number', values }]))
  const options = {
    ...{ data: 'd', target, horizonMinutes: 0, aheadMinutes, testRatio: 0.2, purge: 'auto' },
    split: 'temporal',
    ...{ seed: 42, timezone: 'UTC' },
  } as const
  const loaded = {
    ...{ table: { numRows: 1, columns }, splitHash: null, entity: null, time: null },
    ...{ numRowsListed: 1, part: null, files: [], skipped: [] },
  }
  const split = { train: new Uint32Array(), test: new Uint32Array() }
  const report = {
    ...{ findings: [], measures: [], group: null, windows: [], split },
    ...{ rows: 1, sampled: 1, hasSeries: true },
  }
  const seconds = { load: 0, audit: 0, total: 0 }
  const { audit } = auditDocument({ options, runId: 'r', loaded, report, seconds })
  return audit.columns.map(({ name, needs, legal }) => [name, needs, legal])
}

it('knows the columns of a forecast, for targets that lie ahead', () => {
  const names = ['profile_ahead', 'speed_lag_11', 'up_speed', 'mine']
  const known = [
    ['profile_ahead', 'calendar, training statistics', 'yes'],
    ['speed_lag_11', 'speed at t - 55 min', 'yes'],
    ['up_speed', 'speed at t', 'yes'],
    ['mine', null, null],
  ]
  expect(columnsOf(names, 'speed_ahead', 15)).toEqual(known)
  expect(columnsOf(names, 'speed', 15)).toEqual(known)
})

it('does not take the columns of other targets for ours', () => {
  expect(columnsOf(['up_speed'], 'revenue', 15)).toEqual([['up_speed', null, null]])
})
