import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeHybrid } from '../../src/sparkml/decode-hybrid.ts'

function decode(bytes: readonly number[], bitWidth: number, count: number): number[] {
  const values = new Int32Array(count)
  decodeHybrid(Uint8Array.from(bytes), bitWidth, values)
  return [...values]
}

it('decodes 0 to 7 in three bits each, the example of the format', () => {
  // one group of eight: header 1 << 1 | 1
  expect(decode([3, 0b10001000, 0b11000110, 0b11111010], 3, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

it('decodes runs, and a value of two bytes lowest first', () => {
  expect(decode([3 << 1, 1, 2 << 1, 0], 1, 5)).toEqual([1, 1, 1, 0, 0])
  expect(decode([2 << 1, 0x34, 0x02], 10, 2)).toEqual([0x234, 0x234])
})

it('reads the length of a run in seven bits a byte', () => {
  // 200 << 1 = 400 = 0b11_0010000
  expect(decode([0b10010000, 0b00000011, 1], 1, 200)).toEqual(new Array(200).fill(1))
})

it('stops at the count, however long the last run is', () => {
  expect(decode([0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, 3)).toEqual([1, 1, 1])
})

it('takes a last group without its padding', () => {
  expect(decode([3, 0b00000101], 1, 3)).toEqual([1, 0, 1])
})

it('needs no bytes for values of no bits', () => {
  expect(decode([], 0, 3)).toEqual([0, 0, 0])
})

it.each([
  ['nothing', [], 1, 1, 'run without a length'],
  ['a length without end', [255, 255, 255, 255, 255, 255], 1, 1, 'run without a length'],
  ['a run without value', [2], 1, 1, 'run without a value'],
  ['a run with half its value', [2, 1], 9, 1, 'run without a value'],
  ['a group that is cut off', [3, 0b10001000, 0b11000110], 3, 8, 'bit-packed run is cut off'],
  ['runs of nothing', [0, 1, 0, 1], 1, 1, 'run without a length'],
  ['very wide integers', [2, 1, 1, 1, 1], 25, 1, 'integers of 25 bits'],
])('refuses %s', (_, bytes, bitWidth, count, message) => {
  expect(() => decode(bytes, bitWidth, count)).toThrow(message)
})

it('decodes what was packed, for every width', () => {
  const cases = fc.integer({ min: 1, max: 24 }).chain((bitWidth) =>
    fc.record({
      bitWidth: fc.constant(bitWidth),
      values: fc.array(fc.integer({ min: 0, max: 2 ** bitWidth - 1 }), { minLength: 1, maxLength: 40 }),
    }),
  )
  fc.assert(
    fc.property(cases, ({ bitWidth, values }) => {
      const numGroups = Math.ceil(values.length / 8)
      const bits = values.reduce((all, value, at) => all | (BigInt(value) << BigInt(at * bitWidth)), 0n)
      const packed = Array.from({ length: numGroups * bitWidth }, (_, at) =>
        Number((bits >> BigInt(at * 8)) & 255n),
      )
      expect(decode([(numGroups << 1) | 1, ...packed], bitWidth, values.length)).toEqual(values)
    }),
  )
})
