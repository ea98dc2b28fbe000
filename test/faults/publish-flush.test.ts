import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDirectory } from '../store/temporary-store.ts'
import { canTrace, traceLines } from './strace.ts'

/** The paths that a publisher flushed before and after its rename, in order. */
async function flushedBy(base: string): Promise<{ before: readonly string[]; after: readonly string[] }> {
  const lines = await traceLines(['publish', base], ['fsync', 'rename'])
  const at = lines.findIndex((line) => line.includes(' rename('))
  const pathsIn = (some: readonly string[]) =>
    some.flatMap((line) => /fsync\(\d+<(.*)>\)/.exec(line)?.[1] ?? [])
  return { before: pathsIn(lines.slice(0, at)), after: pathsIn(lines.slice(at)) }
}

describe.skipIf(!canTrace())('a publisher', () => {
  it('flushes all that it wrote before the rename, the manifest last, and the model after it', async () => {
    const parent = temporaryDirectory()
    const base = `${parent}/a/b`
    const { before, after } = await flushedBy(base)
    const [version] = readdirSync(`${base}/m`)
    const staging = dirname(before.find((path) => path.endsWith('/MANIFEST.json')) ?? '')
    const names = readdirSync(`${base}/m/${version}`, { recursive: true, encoding: 'utf8' })
    expect(names.length).toBe(6)
    for (const name of names) expect(before).toContain(`${staging}/${name}`)
    // what holds the directories that were made on the way
    for (const made of [parent, `${parent}/a`, base]) expect(before).toContain(made)
    const last = before.lastIndexOf(staging)
    expect(before[last - 1]).toBe(`${staging}/MANIFEST.json`)
    expect(after).toEqual([`${base}/m`])
  })
})
