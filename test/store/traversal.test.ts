import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { FreeflowError } from '../../src/errors.ts'
import { readDocument } from '../../src/store/document.ts'
import { latestVersion } from '../../src/store/latest-version.ts'
import { listModels, listVersions } from '../../src/store/list-versions.ts'
import { localFiles } from '../../src/store/local-files.ts'
import { manifestText } from '../../src/store/manifest.ts'
import { publishVersions } from '../../src/store/publish-versions.ts'
import { findVersion, resolveVersion } from '../../src/store/resolve-version.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import type { StoreFiles } from '../../src/store/store-files.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { publicationOf, publishAt, temporaryDirectory, writeFiles } from './temporary-store.ts'

const time = '2026-01-01T00:00:00Z'
const versionName = '20260101_000000'
let outsideReads = 0
let outsideWrites = 0

afterAll(() => {
  console.log(`TRAVERSAL outside_reads=${outsideReads} outside_writes=${outsideWrites}`)
  expect({ outsideReads, outsideWrites }).toEqual({ outsideReads: 0, outsideWrites: 0 })
})

/** A store with a neighbour full of secrets, its files watched: what they touch beyond the base is counted. */
async function watchedStore(): Promise<{ store: Store; outside: string; check: () => void }> {
  const parent = temporaryDirectory()
  const outside = join(parent, 'outside')
  const secret = { [`${versionName}/model/part`]: 'secret', 'secret.json': '"secret"' }
  writeFiles(outside, secret)
  const opened = await openStore(join(parent, 'base'))
  const before = treeOf(outside)
  const store = { ...opened, files: watched(opened.base) }
  const check = () => {
    if (treeOf(outside) !== before || readdirSync(parent).join() !== 'base,outside') outsideWrites++
  }
  mkdirSync(store.base)
  return { store, outside, check }
}

function treeOf(directory: string): string {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  return JSON.stringify(names.sort())
}

/** The local disk, with a count of paths outside the base that were opened or listed. */
function watched(base: string): StoreFiles {
  const inside = (path: string) => {
    if (!`${resolve(path)}/`.startsWith(`${base}/`)) outsideReads++
    return path
  }
  return {
    ...localFiles,
    read: (path) => localFiles.read(inside(path)),
    sha256: (path) => localFiles.sha256(inside(path)),
    list: (path) => localFiles.list(inside(path)),
  }
}

const badNames = [
  '..',
  '.',
  '',
  '../outside',
  '/outside',
  '..%2foutside',
  '%2e%2e%2foutside',
  '..%252foutside',
  '..\\outside',
  'a/../../outside',
  'm\0',
  '\0',
  'm\n',
  'm ',
  'M',
  '1m',
  '_m',
  '.freeflow',
  'preprocessing',
  'x'.repeat(300),
  'мodel',
  '～',
  'file:///etc',
  '__proto__',
  '‥',
]

it.each(badNames)('takes %j for no model', async (name) => {
  const { store, check } = await watchedStore()
  const usage = { code: 'usage', message: expect.stringContaining('model name must be') }
  await expect(publishAt(store, name, time)).rejects.toMatchObject(usage)
  await expect(listVersions(store, name)).rejects.toMatchObject(usage)
  await expect(latestVersion(store, name)).rejects.toMatchObject(usage)
  await expect(findVersion(store, name, versionName)).rejects.toMatchObject(usage)
  expect(readdirSync(store.base)).toEqual([])
  check()
})

it.each([...badNames, 'latest', '../../outside', `../../outside/${versionName}`, '20260230_000000'])(
  'takes %j for no version',
  async (name) => {
    const { store, check } = await watchedStore()
    await publishAt(store, 'm', time)
    await expect(findVersion(store, 'm', name)).rejects.toMatchObject({ code: 'usage' })
    await expect(resolveVersion(store, `m/${name}`)).rejects.toBeInstanceOf(FreeflowError)
    check()
  },
)

it.each([
  `m/../../outside/${versionName}`,
  `m/%2e%2e/%2e%2e/outside/${versionName}`,
  `..\\outside\\${versionName}`,
])('takes %j neither for a name nor for a path', async (reference) => {
  const { store } = await watchedStore()
  await expect(resolveVersion(store, reference)).rejects.toMatchObject({ code: 'usage' })
})

it.each([
  '../secret.json',
  '../../m/20260101_000000/golden.json',
  '/etc/passwd',
  '..%2fx',
  'a\\b',
  '\0',
  'x'.repeat(300),
])('takes %j for no document', async (name) => {
  const { store } = await watchedStore()
  const version = await publishAt(store, 'm', time)
  await expect(readDocument(version, name)).rejects.toMatchObject({ code: 'usage' })
})

it.each(['../../../../outside', '..', '.', 'a/b', '', '\0', 'x'.repeat(300)])(
  'takes %j for no publish id',
  async (publishId) => {
    const { store, check } = await watchedStore()
    const published = publishVersions(store, [{ ...publicationOf('m'), publishId }], () => 0)
    await expect(published).rejects.toMatchObject({ code: 'usage' })
    check()
  },
)

it.each(['m', '.freeflow', '.freeflow/staging', '.freeflow/claims', '.freeflow/claims/m'])(
  'publishes nothing where %s is a link that leads out',
  async (link) => {
    const { store, outside, check } = await watchedStore()
    mkdirSync(join(store.base, link, '..'), { recursive: true })
    symlinkSync(outside, join(store.base, link))
    await expect(publishAt(store, 'm', time)).rejects.toMatchObject({ code: 'storage' })
    check()
  },
)

it('reads nothing through a link in the place of a model or a version', async () => {
  const { store, outside, check } = await watchedStore()
  await publishAt(store, 'm', time)
  symlinkSync(outside, `${store.base}/n`)
  symlinkSync(`${outside}/${versionName}`, `${store.base}/m/20270101_000000`)
  expect(await listModels(store)).toEqual(['m'])
  await expect(latestVersion(store, 'n', { allowUnverified: true })).rejects.toMatchObject({
    code: 'storage',
  })
  expect((await latestVersion(store, 'm', { allowUnverified: true })).version).toBe(versionName)
  await expect(findVersion(store, 'm', '20270101_000000')).rejects.toMatchObject({ code: 'data' })
  check()
})

it('reads nothing that a manifest names outside of its version', async () => {
  const { store } = await watchedStore()
  const version = await publishAt(store, 'm', time)
  const { publishId, files } = JSON.parse(readFileSync(`${version.directory}/MANIFEST.json`, 'utf8'))
  for (const name of ['../../../outside/secret.json', '/etc/passwd', 'a/../../x', '..\\x', '%2e%2e/x']) {
    const listed = [...files, { name, length: 8, sha256: 'a'.repeat(64) }].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )
    writeFileSync(`${version.directory}/MANIFEST.json`, manifestText({ publishId, files: listed }))
    expect(await verifyVersion(version)).toEqual([
      { file: 'MANIFEST.json', problem: `lists a bad name ${JSON.stringify(name)}` },
    ])
  }
})

it('hashes nothing behind a link in a version', async () => {
  const { store, outside } = await watchedStore()
  const version = await publishAt(store, 'm', time)
  await localFiles.remove(`${version.directory}/golden.json`)
  symlinkSync(`${outside}/secret.json`, `${version.directory}/golden.json`)
  await localFiles.remove(`${version.directory}/model`)
  symlinkSync(`${outside}/${versionName}/model`, `${version.directory}/model`)
  expect(await verifyVersion(version)).toMatchObject([
    { file: 'golden.json', problem: 'is a link' },
    { file: 'model' },
    { file: 'model/data/part-00000.parquet', problem: 'is missing' },
    { file: 'model/metadata/part-00000', problem: 'is missing' },
  ])
  await expect(readDocument(version, 'golden.json')).rejects.toMatchObject({ code: 'data' })
  await expect(localFiles.read(`${version.directory}/golden.json`)).rejects.toThrow(/ELOOP/)
  await expect(localFiles.sha256(`${version.directory}/golden.json`)).rejects.toThrow(/ELOOP/)
})
