import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChecksumOfBytes } from '../../src/hdfs/file-checksum.ts'
import { naiveCrc32c } from './naive-crc32c.ts'

describe('the checksum that HDFS has of a file', () => {
  it('of one block says 512 bytes a CRC and 0 CRCs a block', () => {
    expect(checksumOf([Buffer.from('a')], 1 << 20)).toMatch(/^000002000000000000000000/)
  })

  it('of several blocks says how many CRCs each has', () => {
    expect(checksumOf([new Uint8Array(1025)], 1024)).toMatch(/^000002000000000000000002/)
    expect(checksumOf([new Uint8Array(1024)], 1024)).toMatch(/^000002000000000000000000/)
  })

  // up to 40 blocks of 1 KB: the hashes of 1, 2, 3 to 4 and so on fill buffers of 32, 64 and more bytes
  const file = fc.uint8Array({ maxLength: 5000, minLength: 1, size: 'max' })
  it('is what a naive program says, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        file,
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.nat(1600), { maxLength: 12 }),
        (bytes, n, cuts) => {
          const blockSize = 512 * n
          expect(checksumOf(pieces(bytes, cuts), blockSize)).toBe(naive(bytes, blockSize))
        },
      ),
    )
  })

  it('does not hang on what becomes of a chunk afterwards', () => {
    const bytes = new Uint8Array(700).fill(3)
    const checksum = new ChecksumOfBytes()
    const chunk = bytes.slice()
    checksum.add(chunk)
    chunk.fill(0)
    expect(checksum.digest(1024)).toBe(naive(bytes, 1024))
  })

  it('changes with one bit', () => {
    const bytes = new Uint8Array(3000)
    const before = checksumOf([bytes], 1024)
    bytes[2999] = 1
    expect(checksumOf([bytes], 1024)).not.toBe(before)
  })
})

function checksumOf(chunks: readonly Uint8Array[], blockSize: number): string {
  const checksum = new ChecksumOfBytes()
  for (const chunk of chunks) checksum.add(chunk)
  return checksum.digest(blockSize)
}

/** Cuts bytes at running lengths; what is left is the last piece. */
function pieces(bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, length) => sum + length, 0))
  return [0, ...ends].map((start, i) => bytes.subarray(start, ends[i] ?? bytes.length))
}

/** Hadoop's FileChecksumHelper in its own order: CRCs of a block, their MD5, the MD5 of a buffer that doubles. */
function naive(bytes: Uint8Array, blockSize: number): string {
  const crcs = slices(bytes, 512).map((chunk) => {
    const crc = Buffer.alloc(4)
    crc.writeUInt32BE(naiveCrc32c(chunk))
    return crc
  })
  const md5s = slices(Buffer.concat(crcs), blockSize / 128).map(md5)
  let buffer = Buffer.alloc(32)
  while (buffer.length < md5s.length * 16) buffer = Buffer.alloc(buffer.length * 2)
  Buffer.concat(md5s).copy(buffer)
  const crcsPerBlock = md5s.length > 1 ? blockSize / 512 : 0
  return `00000200${crcsPerBlock.toString(16).padStart(16, '0')}${md5(buffer).toString('hex')}`
}

function slices(bytes: Uint8Array, length: number): readonly Uint8Array[] {
  const starts = Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) => i * length)
  return starts.map((start) => bytes.subarray(start, start + length))
}

function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest()
}
