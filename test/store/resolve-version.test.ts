import { cpSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../src/store/document.ts'
import { latestVersion } from '../../src/store/latest-version.ts'
import { findVersion, resolveVersion } from '../../src/store/resolve-version.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { publishAt, temporaryDirectory, temporaryStore, writeFiles } from './temporary-store.ts'

const time = '2026-01-01T00:00:00Z'

describe('a name in the store', () => {
  it('alone is its latest version', async () => {
    const store = await temporaryStore()
    await publishAt(store, 'm', time)
    const newest = await publishAt(store, 'm', time)
    expect(await resolveVersion(store, 'm')).toEqual(newest)
  })
  it('with a version is that one', async () => {
    const store = await temporaryStore()
    const oldest = await publishAt(store, 'm', time)
    await publishAt(store, 'm', time)
    expect(await resolveVersion(store, 'm/20260101_000000')).toEqual(oldest)
    expect(await findVersion(store, 'm', '20260101_000000')).toEqual(oldest)
  })
  it('that is not there is an error that says what is', async () => {
    const store = await temporaryStore()
    await publishAt(store, 'm', time)
    await expect(resolveVersion(store, 'm/20250101_000000')).rejects.toMatchObject({
      code: 'data',
      message: `no version 20250101_000000 of m in ${store.base}: the newest are 20260101_000000`,
    })
    await expect(findVersion(store, 'n', '20250101_000000')).rejects.toThrow(/of n in .*: there is none/)
    await expect(resolveVersion(store, 'n')).rejects.toMatchObject({ code: 'data' })
  })
})

describe('a directory', () => {
  it('of a version needs no store: what latest gives, its URI, a relative path', async () => {
    const store = await temporaryStore()
    await publishAt(store, 'm', time)
    const latest = await latestVersion(store, 'm')
    for (const reference of [
      latest.directory,
      `${latest.directory}/`,
      latest.uri,
      relative('.', latest.directory),
    ])
      expect(await resolveVersion(null, reference)).toEqual(latest)
  })
  it('of a model is its latest version', async () => {
    const store = await temporaryStore()
    const version = await publishAt(store, 'm', time)
    expect(await resolveVersion(null, `${store.base}/m`)).toEqual(version)
    expect(await resolveVersion(null, pathToFileURL(`${store.base}/m`).href)).toEqual(version)
  })
  it('that holds a copy of a version may have any name', async () => {
    const version = await publishAt(await temporaryStore(), 'm', time)
    const copy = join(temporaryDirectory(), 'Served')
    cpSync(version.directory, copy, { recursive: true })
    const found = await resolveVersion(null, copy)
    expect(found).toMatchObject({ version: 'Served', directory: copy })
    expect(await verifyVersion(found)).toEqual([])
    expect(await readDocument(found, 'metadata.json')).toEqual({
      model_name: 'm',
      timestamp: '20260101_000000',
    })
  })
  it('behind a link has the names behind the link', async () => {
    const version = await publishAt(await temporaryStore(), 'm', time)
    const link = join(temporaryDirectory(), 'current')
    symlinkSync(version.directory, link)
    expect(await resolveVersion(null, link)).toEqual(version)
  })
  it('without a manifest is found if it has the name of a version', async () => {
    const store = await temporaryStore()
    writeFiles(store.base, { 'm/20250101_000000/model/part': 'of the old job' })
    expect(await resolveVersion(null, `${store.base}/m/20250101_000000`)).toMatchObject({
      version: '20250101_000000',
    })
    await expect(resolveVersion(null, `${store.base}/m`)).rejects.toThrow(/unverified/)
    expect(await resolveVersion(null, `${store.base}/m`, { allowUnverified: true })).toMatchObject({
      model: 'm',
    })
  })
  it('that is not there, or is none of ours, is an error that names it', async () => {
    const directory = temporaryDirectory()
    await expect(resolveVersion(null, `${directory}/x`)).rejects.toMatchObject({
      code: 'data',
      message: `no such directory: ${directory}/x`,
    })
    await expect(resolveVersion(null, directory)).rejects.toMatchObject({
      code: 'data',
      message: `${directory} is no directory of a version or a model`,
    })
    await expect(resolveVersion(null, 's3://bucket/m')).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('readDocument', () => {
  it('names the file that is absent or no JSON', async () => {
    const store = await temporaryStore()
    const version = await publishAt(store, 'm', time, { 'golden.json': '{"rows":' })
    await expect(readDocument(version, 'cv_results.json')).rejects.toMatchObject({
      code: 'data',
      message: `${version.directory}/cv_results.json: there is no such file`,
    })
    await expect(readDocument(version, 'golden.json')).rejects.toMatchObject({
      code: 'data',
      message: `${version.directory}/golden.json is not JSON`,
    })
  })
})
