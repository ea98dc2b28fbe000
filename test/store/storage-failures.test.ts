import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { localFiles } from '../../src/store/local-files.ts'
import { publishVersions } from '../../src/store/publish-versions.ts'
import { refreshPreprocessing } from '../../src/store/refresh-preprocessing.ts'
import { openStore } from '../../src/store/store.ts'
import { pipelineFiles } from '../faults/pipeline-files.ts'
import { smallDisk } from './small-disk.ts'
import {
  publicationOf,
  publishAt,
  temporaryDirectory,
  temporaryStore,
  writeFiles,
} from './temporary-store.ts'

const time = '2026-01-01T00:00:00Z'
const clock = () => Date.parse(time)

/** Publishes as a user for whom the permissions of files count. */
function publishAsNobody(base: string): { status: number | null; stderr: string } {
  const publisher = fileURLToPath(new URL('../faults/publisher.mjs', import.meta.url))
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  return spawnSync(process.execPath, [publisher, 'publish', base], { ...nobody, encoding: 'utf8' })
}

describe('a directory that may not be written', () => {
  it('is an error that names it, the rule and the errno', () => {
    const base = temporaryDirectory()
    chmodSync(base, 0o555)
    const { status, stderr } = publishAsNobody(base)
    expect(stderr).toMatch(/^storage: cannot create .*: permission is denied \(EACCES\)\n$/)
    expect(stderr).toContain(`${base}/.freeflow`)
    expect(status).toBe(exitCodes.storage)
    expect(readdirSync(base)).toEqual([])
  })
})

describe('a base that is a file', () => {
  it('is refused when the store is opened, and when it has become one since', async () => {
    const directory = temporaryDirectory()
    const store = await openStore(`${directory}/models`)
    writeFileSync(`${directory}/models`, '')
    await expect(openStore(store.base)).rejects.toMatchObject({ code: 'storage' })
    await expect(publishAt(store, 'm', time)).rejects.toThrow(
      /^cannot create .*\/models\/.*\((EEXIST|ENOTDIR)\)$/,
    )
  })
})

describe('a full disk', () => {
  it('is told when the files of the version do not fit, and leaves the old version', async (context) => {
    const store = await openStore(smallDisk(context, '256k'))
    await publishAt(store, 'm', time)
    const published = publishAt(store, 'm', time, { 'model/part': 'x'.repeat(400_000) })
    await expect(published).rejects.toMatchObject({
      code: 'storage',
      hint: expect.stringContaining('free some space'),
    })
    await expect(published).rejects.toThrow(
      /cannot write into .*\/staging\/.*: no space is left on the device \(ENOSPC\)$/,
    )
    expect(readdirSync(`${store.base}/m`)).toEqual(['20260101_000000'])
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
    expect((await publishAt(store, 'm', time)).version).toBe('20260101_000001')
  })

  it('is told when metadata.json does not fit, and nothing of several models is published', async (context) => {
    const store = await openStore(smallDisk(context, '256k'))
    const large = { ...publicationOf('b'), metadata: () => 'x'.repeat(400_000) }
    await expect(publishVersions(store, [publicationOf('a'), large], clock)).rejects.toThrow(
      /cannot write .*\/metadata.json: no space is left on the device \(ENOSPC\)$/,
    )
    expect(existsSync(`${store.base}/a`)).toBe(false)
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })

  it('leaves the old preprocessing', async (context) => {
    const store = await openStore(smallDisk(context, '256k'))
    const directory = temporaryDirectory()
    writeFiles(directory, pipelineFiles('A'))
    await refreshPreprocessing(store, { files: localFiles, directory, publishId: 'first' })
    writeFiles(directory, { 'stages/1_scalerA/data/part-00000.parquet': 'x'.repeat(400_000) })
    await expect(
      refreshPreprocessing(store, { files: localFiles, directory, publishId: 'second' }),
    ).rejects.toThrow(/\(ENOSPC\)$/)
    expect(readdirSync(`${store.base}/preprocessing/model/stages`)).toEqual(['0_indexer', '1_scalerA'])
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })
})

describe('a read-only file system', () => {
  it('is an error that says so', async (context) => {
    const store = await openStore(smallDisk(context, '256k'))
    const { version } = await publishAt(store, 'm', time)
    expect(spawnSync('mount', ['-o', 'remount,ro', store.base]).status).toBe(0)
    await expect(publishAt(store, 'm', time)).rejects.toThrow(
      /^cannot create .*: the file system is read-only \(EROFS\)$/,
    )
    expect(readdirSync(`${store.base}/m`)).toEqual([version])
  })
})

describe('a publisher that writes', () => {
  it('has its own errors passed through', async () => {
    const store = await temporaryStore()
    const error = Object.assign(new TypeError('no such tree'), { code: 'ERR_INVALID_ARG_TYPE' })
    const broken = { ...publicationOf('m'), write: () => Promise.reject(error) }
    await expect(publishVersions(store, [broken], clock)).rejects.toBe(error)
  })
})
