import { expect, it } from 'vitest'
import { pruneFiles, shiftDay } from '../../src/table/prune-files.ts'

const files = ['2012-02-28', '2012-02-29', '2012-03-01', '2012-03-02', '2012-03-03'].map((day) => ({
  path: `day=${day}`,
  sizeBytes: 1,
  day,
}))
const daysOf = (found: readonly { day: string | null }[]) => found.map(({ day }) => day)

it('keeps the days from start to end and one on either side', () => {
  expect(daysOf(pruneFiles(files, '2012-03-01', '2012-03-01'))).toEqual([
    '2012-02-29',
    '2012-03-01',
    '2012-03-02',
  ])
  expect(daysOf(pruneFiles(files, undefined, '2012-02-28'))).toEqual(['2012-02-28', '2012-02-29'])
  expect(daysOf(pruneFiles(files, '2012-03-03', undefined))).toEqual(['2012-03-02', '2012-03-03'])
})

it('keeps files that do not say their day', () => {
  const file = { path: 'all.parquet', sizeBytes: 1, day: null }
  expect(pruneFiles([file], '2012-03-01', '2012-03-01')).toEqual([file])
})

it('shifts days over months and leap days', () => {
  expect([shiftDay('2012-02-28', 1), shiftDay('2012-03-01', -1), shiftDay('2023-12-31', 1)]).toEqual([
    '2012-02-29',
    '2012-02-29',
    '2024-01-01',
  ])
})
