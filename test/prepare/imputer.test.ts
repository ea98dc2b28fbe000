import { describe, expect, it } from 'vitest'
import { fitImputer, type ImputerStrategy } from '../../src/prepare/imputer.ts'
import { allRows, tableFromColumns } from './table-from-columns.ts'

const table = tableFromColumns({ a: [4, null, 1, 9, 9, 2], empty: [null, null, null, null, null, 8] })

function surrogate(strategy: ImputerStrategy, numRows: number): number {
  return fitImputer(table, allRows(numRows), ['a'], strategy).surrogates[0]
}

describe('fitImputer', () => {
  it('takes the mean of what is there, in the training rows alone', () => {
    expect(surrogate('mean', 6)).toBe(5)
    expect(surrogate('mean', 3)).toBe(2.5)
  })

  it('takes the middle value, of an even number the lower middle one', () => {
    expect(surrogate('median', 6)).toBe(4)
    expect(surrogate('median', 4)).toBe(4)
    expect(surrogate('median', 3)).toBe(1)
  })

  it('takes the most frequent value, the least of those that are equally frequent', () => {
    expect(surrogate('mode', 6)).toBe(9)
    expect(surrogate('mode', 4)).toBe(1)
  })

  it('refuses a column without a single value to learn from', () => {
    expect(() => fitImputer(table, allRows(5), ['empty'], 'mean')).toThrow(
      'column empty: is null in all 5 training rows',
    )
  })
})
