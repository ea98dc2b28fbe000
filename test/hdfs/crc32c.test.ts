import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32c } from '../../src/hdfs/crc32c.ts'
import { naiveCrc32c } from './naive-crc32c.ts'

describe('crc32c', () => {
  // RFC 3720, B.4
  const vectors: readonly (readonly [string, Uint8Array, string])[] = [
    ['123456789', Buffer.from('123456789'), 'e3069283'],
    ['32 zeros', new Uint8Array(32), '8a9136aa'],
    ['32 times 255', new Uint8Array(32).fill(255), '62a8ab43'],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), '46dd794e'],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), '113fdb5c'],
  ]
  it.each(vectors)('of %s', (_, bytes, expected) => {
    expect(Buffer.from(crc32c(bytes)).toString('hex')).toBe(expected)
  })

  it('of no bytes is none', () => {
    expect(crc32c(new Uint8Array(0))).toHaveLength(0)
  })

  it('takes 512 bytes at a time, the last fewer', () => {
    const bytes = new Uint8Array(1100).fill(7)
    const [full, rest] = [crc32c(bytes.subarray(0, 512)), crc32c(bytes.subarray(0, 76))]
    expect(Buffer.from(crc32c(bytes))).toEqual(Buffer.concat([full, full, rest]))
  })

  // from one byte to several blocks of the compiled code (65,536), at any offset of the buffer
  const length = fc.oneof(fc.nat(2100), fc.integer({ min: 65_000, max: 66_600 }), fc.nat(200_000))
  it('is what a naive program says', () => {
    fc.assert(
      fc.property(length, fc.nat(9), fc.integer({ min: 1, max: 2 ** 31 }), (numBytes, offset, seed) => {
        const bytes = pseudoRandom(offset + numBytes, seed).subarray(offset)
        const expected = Buffer.alloc(4 * Math.ceil(numBytes / 512))
        for (let start = 0; start < numBytes; start += 512)
          expected.writeUInt32BE(naiveCrc32c(bytes.subarray(start, start + 512)), (start / 512) * 4)
        expect(Buffer.compare(crc32c(bytes), expected)).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})

/** xorshift32 */
function pseudoRandom(length: number, seed: number): Uint8Array {
  let state = seed
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  })
}
