import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FreeflowError } from '../../src/errors.ts'
import { writeDocument } from '../../src/store/document.ts'
import { localFiles } from '../../src/store/local-files.ts'
import { publishVersions } from '../../src/store/publish-versions.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { publicationOf, publishAt, sampleFiles, temporaryStore, writeFiles } from './temporary-store.ts'

const time = '2026-01-01T00:00:00Z'
const clock = () => Date.parse(time)

describe('a published version', () => {
  it('holds what was written, metadata.json with its name, and the manifest', async () => {
    const store = await temporaryStore()
    const version = await publishAt(store, 'random_forest', time)
    expect(version).toMatchObject({
      model: 'random_forest',
      version: '20260101_000000',
      directory: `${store.base}/random_forest/20260101_000000`,
      uri: `${store.uri}/random_forest/20260101_000000`,
    })
    const text = (name: string) => readFileSync(`${version.directory}/${name}`, 'utf8')
    for (const [name, content] of Object.entries(sampleFiles)) expect(text(name)).toBe(content)
    expect(text('metadata.json')).toBe(
      '{\n  "model_name": "random_forest",\n  "timestamp": "20260101_000000"\n}\n',
    )
    const names = [
      'golden.json',
      'metadata.json',
      'model/data/part-00000.parquet',
      'model/metadata/part-00000',
    ]
    expect(JSON.parse(text('MANIFEST.json')).files.map(({ name }: { name: string }) => name)).toEqual(names)
    expect(await verifyVersion(version)).toEqual([])
  })

  it('leaves nothing in staging and nothing beside itself', async () => {
    const store = await temporaryStore()
    await publishAt(store, 'random_forest', time)
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
    expect(readdirSync(store.base)).toEqual(['.freeflow', 'random_forest'])
    expect(readdirSync(`${store.base}/random_forest`)).toEqual(['20260101_000000'])
  })

  it('gives metadata the files that were written, with their lengths', async () => {
    const store = await temporaryStore()
    let sizeBytes = 0
    const publication = publicationOf('m', {
      'model/data': '12345',
      'model/metadata': '678',
      'golden.json': '9',
    })
    const metadata: typeof publication.metadata = (_, files) => {
      for (const { name, length } of files) if (name.startsWith('model/')) sizeBytes += length
    }
    await publishVersions(
      store,
      [{ ...publication, metadata: (...given) => metadata(...given) ?? {} }],
      clock,
    )
    expect(sizeBytes).toBe(8)
  })

  it('verifies, whatever its files are called and hold', async () => {
    const store = await temporaryStore()
    const part = fc
      .stringMatching(/^[ -$&-.0-9;-[\]-~é世😀]{1,20}$/u)
      .filter((text) => !/^\.{1,2}$/.test(text))
    const textByName = fc.dictionary(
      fc.tuple(part, part).map(([a, b]) => `d${a}/${b}`),
      fc.uint8Array(),
      {
        noNullPrototype: true,
      },
    )
    await fc.assert(
      fc.asyncProperty(textByName, async (files) => {
        expect(await verifyVersion(await publishAt(store, 'm', time, files))).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})

describe('the name of a version', () => {
  it('is a second after the newest when the clock stands still or goes back', async () => {
    const store = await temporaryStore()
    const names = []
    for (const at of [time, time, '2025-06-01T00:00:00Z', '2026-01-01T00:00:05Z'])
      names.push((await publishAt(store, 'm', at)).version)
    expect(names).toEqual(['20260101_000000', '20260101_000001', '20260101_000002', '20260101_000005'])
  })

  it('is of each model alone', async () => {
    const store = await temporaryStore()
    await publishAt(store, 'a', time)
    expect((await publishAt(store, 'b', time)).version).toBe('20260101_000000')
  })

  it('passes over a name that a killed publisher has claimed', async () => {
    const store = await temporaryStore()
    writeFiles(store.base, { '.freeflow/claims/m/20260101_000000': 'somebody\n' })
    expect((await publishAt(store, 'm', time)).version).toBe('20260101_000001')
    expect(readFileSync(`${store.base}/.freeflow/claims/m/20260101_000000`, 'utf8')).toBe('somebody\n')
  })

  it('is given up for the next one where a program without claims was faster', async () => {
    const store = await temporaryStore()
    const publication = publicationOf('m')
    const named: string[] = []
    const metadata: typeof publication.metadata = ({ version }) => {
      // an empty directory, which rename(2) would replace, and a file
      if (named.length === 0) mkdirSync(`${store.base}/m/${version}`, { recursive: true })
      if (named.length === 1) writeFileSync(`${store.base}/m/${version}`, '')
      named.push(version)
      return { timestamp: version }
    }
    const [version] = await publishVersions(store, [{ ...publication, metadata }], clock)
    expect(named).toEqual(['20260101_000000', '20260101_000001', '20260101_000002'])
    expect(version.version).toBe('20260101_000002')
    expect(JSON.parse(readFileSync(`${version.directory}/metadata.json`, 'utf8'))).toEqual({
      timestamp: '20260101_000002',
    })
    expect(await verifyVersion(version)).toEqual([])
    expect(readdirSync(`${store.base}/m/20260101_000000`)).toEqual([])
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })
})

describe('several models', () => {
  it('are published together', async () => {
    const store = await temporaryStore()
    const versions = await publishVersions(
      store,
      ['a', 'b', 'c'].map((model) => publicationOf(model)),
      clock,
    )
    expect(versions.map(({ directory }) => directory)).toEqual(
      ['a', 'b', 'c'].map((model) => `${store.base}/${model}/20260101_000000`),
    )
    for (const version of versions) expect(await verifyVersion(version)).toEqual([])
  })

  it('are not published at all if one cannot be written', async () => {
    const store = await temporaryStore()
    const failing = { ...publicationOf('b'), write: () => Promise.reject(new RangeError('no trees')) }
    await expect(publishVersions(store, [publicationOf('a'), failing], clock)).rejects.toThrow(RangeError)
    expect(readdirSync(store.base)).toEqual(['.freeflow'])
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })

  it('that were published before one failed are named', async () => {
    const store = await temporaryStore()
    // a file in the place of the second model's directory
    const second = publicationOf('b')
    const metadata: typeof second.metadata = () => writeFileSync(`${store.base}/b`, '') ?? {}
    const failed = publishVersions(store, [publicationOf('a'), { ...second, metadata }], clock)
    await expect(failed).rejects.toMatchObject({
      code: 'storage',
      message: `cannot create ${store.base}/b: a part of the path is no directory (ENOTDIR); published before that: a/20260101_000000`,
    })
    expect(existsSync(`${store.base}/a/20260101_000000/MANIFEST.json`)).toBe(true)
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })
})

describe('publishing refuses', () => {
  it('a link, which may lead anywhere', async () => {
    const store = await temporaryStore()
    const publication = publicationOf('m')
    const write = async (directory: string) => symlinkSync('/etc/passwd', `${directory}/part`)
    await expect(publishVersions(store, [{ ...publication, write }], clock)).rejects.toThrow(
      /cannot publish link "part"/,
    )
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })

  it.each(['metadata.json', 'MANIFEST.json', 'a:b', 'a\\b'])('a file called %j', async (name) => {
    const store = await temporaryStore()
    await expect(publishAt(store, 'm', time, { [name]: '' })).rejects.toThrow(/cannot publish file/)
  })

  it('a publish id that was used before, and leaves what is staged under it', async () => {
    const store = await temporaryStore()
    const publication = publicationOf('m')
    writeFiles(store.base, { [`.freeflow/staging/${publication.publishId}/part`]: 'of another' })
    await expect(publishVersions(store, [publication], clock)).rejects.toThrow(/publish id was used twice/)
    expect(readdirSync(`${store.base}/.freeflow/staging/${publication.publishId}`)).toEqual(['part'])
  })

  it('numbers that JSON cannot hold', async () => {
    const store = await temporaryStore()
    const metadata = () => ({ metrics: { r2: Number.NaN } })
    await expect(publishVersions(store, [{ ...publicationOf('m'), metadata }], clock)).rejects.toThrow(
      'metadata.json: r2 must be a finite number, got NaN',
    )
    await expect(writeDocument(store.base, 'x.json', [1 / 0])).rejects.toThrow('x.json: 0 must be a finite')
  })
})

describe('when the disk fails at the rename', () => {
  const failing = (rename: typeof localFiles.rename) => ({ ...localFiles, rename })
  const diskError = new FreeflowError('storage', 'cannot create x: the device failed (EIO)')

  it('and nothing has moved, nothing is published', async () => {
    const store = { ...(await temporaryStore()), files: failing(() => Promise.reject(diskError)) }
    await expect(publishAt(store, 'm', time)).rejects.toBe(diskError)
    expect(readdirSync(`${store.base}/m`)).toEqual([])
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })

  it('but the version stands there, it is published', async () => {
    const store = await temporaryStore()
    const files = failing(async (from, to) => {
      await localFiles.rename(from, to)
      throw diskError
    })
    const version = await publishAt({ ...store, files }, 'm', time)
    expect(await verifyVersion(version)).toEqual([])
  })

  it('and the version is nowhere, the outcome is unknown and nothing is removed', async () => {
    const store = await temporaryStore()
    const files = failing(async (from) => {
      await localFiles.rename(from, `${store.base}/lost`)
      throw diskError
    })
    const other = publicationOf('other')
    const published = publishVersions({ ...store, files }, [publicationOf('m'), other], clock)
    await expect(published).rejects.toMatchObject({ code: 'outcome-unknown' })
    await expect(published).rejects.toThrow(
      `${store.base}/m/20260101_000000 may or may not be published: cannot`,
    )
    expect(existsSync(`${store.base}/lost/MANIFEST.json`)).toBe(true)
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([other.publishId])
  })

  it('and what stands there is of another publish, the outcome is unknown', async () => {
    const store = await temporaryStore()
    const files = failing(async (from, to) => {
      await localFiles.rename(from, `${store.base}/lost`)
      await localFiles.rename((await publishAt(store, 'other', time)).directory, to)
      return 'done'
    })
    await expect(publishAt({ ...store, files }, 'm', time)).rejects.toThrow(/is of another publish/)
  })
})
