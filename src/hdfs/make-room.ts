import { readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { FreeflowError } from '../errors.ts'
import type { Cache } from './cache.ts'

/** A copy that broke off is taken up again within a day. */
const PARTIAL_MS = 24 * 3_600_000

/** What is to be added to a cache. */
export interface Wanted {
  /** Names of copies that must stay. */
  readonly keys: ReadonlySet<string>
  /** Of those that are not there yet. */
  readonly missingBytes: number
  /** What is to be copied, for messages. */
  readonly place: string
}

/**
 * Removes copies from a cache, the ones not used for longest first, until it has room for what is wanted: within
 * its limit, and on the disk. Where that cannot be had within the limit, the disk decides.
 *
 * @throws FreeflowError `storage` where the disk has too little space even so, with both figures; nothing that
 *   is wanted was removed.
 */
export async function makeRoom(cache: Cache, { keys, missingBytes, place }: Wanted): Promise<void> {
  const entries = await listEntries(cache)
  const heldBytes = entries.reduce((sum, { bytes }) => sum + bytes, 0)
  const overLimit = heldBytes + missingBytes - cache.limitBytes
  let excess = Math.max(overLimit, missingBytes - (await freeBytes(cache)))
  const removable = entries.filter(({ name }) => !name.endsWith('.tmp') && !keys.has(name))
  for (const { name, bytes } of removable.sort((a, b) => a.usedMs - b.usedMs)) {
    if (excess <= 0) break
    await rm(join(cache.directory, name), { force: true })
    excess -= bytes
  }
  const free = await freeBytes(cache)
  if (missingBytes > free)
    throw new FreeflowError(
      'storage',
      `${cache.directory}: ${megabytes(missingBytes)} of ${place} are to be copied there, ${megabytes(free)} are free`,
      {
        hint: 'name a directory on a larger disk with --work, or fewer days with --start-date and --end-date',
      },
    )
}

/** Gives what is in a cache, without partial copies of long ago: those are removed. */
async function listEntries({ directory, now }: Cache) {
  const entries: { name: string; bytes: number; usedMs: number }[] = []
  for (const name of await readdir(directory)) {
    const path = join(directory, name)
    // another process may have removed it
    const found = await stat(path).catch(() => null)
    if (found === null) continue
    if (name.endsWith('.tmp') && now() - found.mtimeMs > PARTIAL_MS) await rm(path, { force: true })
    else entries.push({ name, bytes: found.size, usedMs: found.mtimeMs })
  }
  return entries
}

async function freeBytes({ directory }: Cache): Promise<number> {
  const { bavail, bsize } = await statfs(directory)
  return bavail * bsize
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
