import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GatheredWrites } from '../../src/hdfs/gathered-writes.ts'

describe('gathered writes', () => {
  let folder: string
  let path: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'freeflow-writes-'))
    path = join(folder, 'file')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  // 262,144 bytes go at a time
  const lengths = fc.array(fc.oneof(fc.nat(100), fc.nat(70_000), fc.nat(2_000_000)), { maxLength: 12 })
  it('append the pieces in their order, though their buffer is used again', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, async (numBytes) => {
        rmSync(path, { force: true })
        await append(numBytes)
        const expected = Buffer.concat(numBytes.map((length, i) => Buffer.alloc(length, i + 1)))
        expect(Buffer.compare(readFileSync(path), expected)).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it.each([10, 3_000_000])('fail with the error of the system: %i bytes', async (numBytes) => {
    const handle = await open('/dev/full', 'a')
    const writes = new GatheredWrites(handle)
    const all = writes.add(new Uint8Array(numBytes)).then(() => writes.end())
    await expect(all).rejects.toThrow('ENOSPC')
    await handle.close()
  })

  async function append(lengths: readonly number[]): Promise<void> {
    const handle = await open(path, 'a')
    const writes = new GatheredWrites(handle)
    const buffer = Buffer.alloc(2_000_000)
    for (const [i, length] of lengths.entries())
      await writes.add(buffer.fill(i + 1, 0, length).subarray(0, length))
    await writes.end()
    await handle.close()
  }
})
