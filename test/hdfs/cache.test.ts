import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Cache, cacheKey } from '../../src/hdfs/cache.ts'
import type { FileStatus } from '../../src/hdfs/file-status.ts'
import { makeRoom } from '../../src/hdfs/make-room.ts'
import { openSession } from '../../src/hdfs/open-session.ts'
import { spoolFiles } from '../../src/hdfs/spool-files.ts'
import { smallDisk } from '../store/small-disk.ts'
import { temporaryDirectory } from '../store/temporary-store.ts'

const HOUR_MS = 3_600_000
const NOW_MS = Date.UTC(2026, 0, 2)
const status: FileStatus = {
  name: 'a.parquet',
  kind: 'file',
  length: 4,
  modifiedMs: 1,
  fileId: 7,
  blockSize: 1024,
}
const file = { name: 'day=1/a.parquet', path: '/t/day=1/a.parquet', status }
const uri = 'hdfs://nn:9000'

describe('the key of a copy', () => {
  const key = (change: Partial<FileStatus>, path = file.path) =>
    cacheKey({ uri }, { ...file, path, status: { ...status, ...change } })

  it('is another one as soon as the file is replaced or appended to, not when it is moved', () => {
    const keys = [{}, { fileId: 8 }, { length: 5 }, { modifiedMs: 2 }].map((change) => key(change))
    expect(new Set(keys).size).toBe(4)
    expect(key({}, '/elsewhere')).toBe(keys[0])
    expect(cacheKey({ uri: 'hdfs://other:9000' }, file)).not.toBe(keys[0])
  })

  it('rests on the path where the server tells no ids', () => {
    for (const fileId of [null, 0]) expect(key({ fileId })).not.toBe(key({ fileId }, '/elsewhere'))
  })
})

describe('room in a cache', () => {
  let cache: Cache
  const hold = (name: string, bytes: number, usedHoursAgo: number) => {
    const path = join(cache.directory, name)
    writeFileSync(path, Buffer.alloc(bytes))
    const usedAt = (NOW_MS - usedHoursAgo * HOUR_MS) / 1000
    utimesSync(path, usedAt, usedAt)
  }
  const names = () => readdirSync(cache.directory).sort()
  const wanted = (keys: string[], missingBytes: number) => {
    return { keys: new Set(keys), missingBytes, place: `${uri}/t` }
  }
  beforeEach(() => {
    cache = { directory: temporaryDirectory(), limitBytes: 100, now: () => NOW_MS }
  })

  it('is made by removing what was not used for longest, and no more than need be', async () => {
    hold('old', 30, 3)
    hold('older', 30, 4)
    hold('new', 30, 1)
    await makeRoom(cache, wanted([], 10))
    expect(names()).toEqual(['new', 'old', 'older'])
    await makeRoom(cache, wanted([], 11))
    expect(names()).toEqual(['new', 'old'])
  })

  it('is never made of what is wanted, even where that is more than the limit', async () => {
    hold('wanted', 90, 9)
    hold('other', 5, 1)
    await makeRoom(cache, wanted(['wanted'], 50))
    expect(names()).toEqual(['wanted'])
    await makeRoom({ ...cache, limitBytes: 10 }, wanted([], 0))
    expect(names()).toEqual([])
  })

  it('keeps what is on its way, and gives it up after a day', async () => {
    hold('a.1.tmp', 200, 23)
    hold('a.2.tmp', 200, 25)
    await makeRoom(cache, wanted([], 0))
    expect(names()).toEqual(['a.1.tmp'])
  })

  it('is refused with both figures where the disk has too little', async (context) => {
    const directory = smallDisk(context, '256k')
    cache = { ...cache, directory, limitBytes: 2 ** 30 }
    hold('other', 100_000, 1)
    await makeRoom(cache, wanted([], 200_000))
    expect(names()).toEqual([])
    await expect(makeRoom(cache, wanted([], 2_000_000))).rejects.toMatchObject({
      code: 'storage',
      message: `${directory}: 2.0 MB of ${uri}/t are to be copied there, 0.3 MB are free`,
    })
  })
})

describe('a file that the cache has', () => {
  it('is linked without asking anybody, and outlives its removal from the cache', async () => {
    const cache = { directory: temporaryDirectory(), limitBytes: 100, now: () => NOW_MS }
    const directory = temporaryDirectory()
    const { session } = await openSession('hdfs://127.0.0.1:1/t', { deadlineMs: 1 })
    const kept = join(cache.directory, cacheKey(session, file))
    writeFileSync(kept, 'rows')
    const place = { cache, directory, onProgress: () => expect.fail('nothing is copied'), place: uri }
    expect(await spoolFiles(session, [file], place)).toEqual(['cached'])
    expect(statSync(kept).mtimeMs).toBe(NOW_MS)
    await makeRoom({ ...cache, limitBytes: 0 }, { keys: new Set(), missingBytes: 0, place: uri })
    expect(existsSync(kept)).toBe(false)
    expect(readFileSync(join(directory, file.name), 'utf8')).toBe('rows')
  })

  it('is not taken where bytes are missing from it', async () => {
    const cache = { directory: temporaryDirectory(), limitBytes: 100, now: () => NOW_MS }
    const { session } = await openSession('hdfs://127.0.0.1:1/t', { deadlineMs: 1 })
    writeFileSync(join(cache.directory, cacheKey(session, file)), 'row')
    const place = { cache, directory: temporaryDirectory(), onProgress: () => {}, place: uri }
    await expect(spoolFiles(session, [file], place)).rejects.toMatchObject({ code: 'storage' })
  })
})
