import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileChunks } from '../../src/hdfs/file-chunks.ts'

const MIB = 1 << 20
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'freeflow-chunks-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each([0, 1, 2 * MIB - 1, 2 * MIB, 2 * MIB + 1, 7 * MIB])('gives the %i bytes of a file', async (size) => {
  const { path, bytes } = writeRandom(size)
  const copies: Uint8Array[] = []
  for await (const chunk of fileChunks(path, size)) copies.push(Buffer.from(chunk))
  expect(Buffer.compare(Buffer.concat(copies), bytes)).toBe(0)
})

it('leaves a chunk as it is until the next but one is asked for', async () => {
  const { path, bytes } = writeRandom(7 * MIB)
  let before: Uint8Array = new Uint8Array(0)
  let end = 0
  for await (const chunk of fileChunks(path, 7 * MIB)) {
    expect(Buffer.compare(before, bytes.subarray(end - before.length, end))).toBe(0)
    before = chunk
    end += chunk.length
  }
  expect(end).toBe(bytes.length)
  expect(before.length).toBeLessThan(bytes.length / 3)
})

it('names a file that cannot be read, so that the network is not blamed', async () => {
  const path = join(folder, 'missing')
  await expect(fileChunks(path, 1).next()).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringMatching(/^cannot read .*missing: ENOENT/),
  })
})

it.each([MIB - 1, MIB + 1])('refuses a file that had %i bytes and now has others', async (size) => {
  const { path } = writeRandom(MIB)
  const read = async () => {
    for await (const _ of fileChunks(path, size));
  }
  await expect(read()).rejects.toMatchObject({
    code: 'storage',
    message: `cannot read ${path}: it no longer has ${size} bytes`,
  })
})

function writeRandom(size: number): { readonly path: string; readonly bytes: Buffer } {
  const path = join(folder, 'file')
  const bytes = randomBytes(size)
  writeFileSync(path, bytes)
  return { path, bytes }
}
