import { expect, it } from 'vitest'
import { fillElements } from '../../src/sparkml/fill-elements.ts'
import { valuesFromLeaf } from '../../src/sparkml/values-from-leaf.ts'

it('gives one value a row, null where the path ends before', () => {
  // optional group { required double }
  const levels = { maxDefinition: 1, listDefinitions: [] }
  const page = {
    numEntries: 3,
    repetitions: null,
    definitions: Uint8Array.of(1, 0, 1),
    values: Float64Array.of(2.5, 3.5),
  }
  expect(valuesFromLeaf({ levels, pages: [page] })).toEqual([2.5, null, 3.5])
})

it('tells lists from empty ones and from none, also where a page ends within a list', () => {
  // optional list of required doubles: 0 no list, 1 empty list, 2 element
  const levels = { maxDefinition: 2, listDefinitions: [2] }
  const first = {
    numEntries: 4,
    repetitions: Uint8Array.of(0, 1, 0, 0),
    definitions: Uint8Array.of(2, 2, 0, 2),
    values: Float64Array.of(1, 2, 3),
  }
  const second = {
    numEntries: 2,
    repetitions: Uint8Array.of(1, 0),
    definitions: Uint8Array.of(2, 1),
    values: Float64Array.of(4),
  }
  expect(valuesFromLeaf({ levels, pages: [first, second] })).toEqual([[1, 2], null, [3, 4], []])
})

it('builds lists of lists, with nulls in each place', () => {
  // optional list of optional lists of optional strings: 1 empty, 2 null list, 3 empty list, 4 null, 5 string
  const levels = { maxDefinition: 5, listDefinitions: [2, 4] }
  const page = {
    numEntries: 6,
    repetitions: Uint8Array.of(0, 2, 1, 1, 1, 0),
    definitions: Uint8Array.of(5, 4, 3, 2, 5, 1),
    values: ['a', 'b'],
  }
  expect(valuesFromLeaf({ levels, pages: [page] })).toEqual([[['a', null], [], null, ['b']], []])
})

it('refuses an element of a list that nothing began', () => {
  const levels = { maxDefinition: 1, listDefinitions: [1] }
  const page = {
    numEntries: 1,
    repetitions: Uint8Array.of(1),
    definitions: Uint8Array.of(1),
    values: Float64Array.of(1),
  }
  expect(() => valuesFromLeaf({ levels, pages: [page] })).toThrow('an element of no list')
})

it('spreads the elements of each row over arrays, and reads another number of them as NaN', () => {
  const levels = { maxDefinition: 1, listDefinitions: [1] }
  // rows of two, none, one, three and two elements
  const page = {
    numEntries: 9,
    repetitions: Uint8Array.of(0, 1, 0, 0, 0, 1, 1, 0, 1),
    definitions: Uint8Array.of(1, 1, 0, 1, 1, 1, 1, 1, 1),
    values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  }
  const first = new Float64Array(5)
  const second = new Float64Array(5)
  fillElements({ levels, pages: [page] }, [first, second])
  expect(first).toEqual(Float64Array.of(1, Number.NaN, Number.NaN, Number.NaN, 7))
  expect(second).toEqual(Float64Array.of(2, Number.NaN, Number.NaN, Number.NaN, 8))
})

it.each([
  [1, 'more rows than the 1 of the row group'],
  [3, '2 rows in a row group of 3'],
])('refuses two rows where the row group has %i', (numRows, message) => {
  const levels = { maxDefinition: 0, listDefinitions: [] }
  const page = { numEntries: 2, repetitions: null, definitions: null, values: Float64Array.of(1, 2) }
  expect(() => fillElements({ levels, pages: [page] }, [new Float64Array(numRows)])).toThrow(message)
})
