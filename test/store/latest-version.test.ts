import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { latestVersion } from '../../src/store/latest-version.ts'
import { listModels, listVersions } from '../../src/store/list-versions.ts'
import type { Store } from '../../src/store/store.ts'
import { publishAt, temporaryStore, writeFiles } from './temporary-store.ts'

/** Three good versions of m: 20260101_000000, ..01 and ..02. */
async function storeOfThree(): Promise<Store> {
  const store = await temporaryStore()
  for (let count = 0; count < 3; count++) await publishAt(store, 'm', '2026-01-01T00:00:00Z')
  return store
}

/** What `latestVersion` says: the name, and the warnings on the way. */
async function latestOf(store: Store, allowUnverified?: 'allow-unverified') {
  const warnings: string[] = []
  const warn = (message: string) => warnings.push(message)
  const options = { warn, allowUnverified: allowUnverified === 'allow-unverified' }
  return { version: (await latestVersion(store, 'm', options)).version, warnings }
}

describe('latestVersion', () => {
  it('is the newest', async () => {
    expect(await latestOf(await storeOfThree())).toEqual({ version: '20260101_000002', warnings: [] })
  })

  it('passes over broken versions and says so', async () => {
    const store = await storeOfThree()
    rmSync(`${store.base}/m/20260101_000002/golden.json`)
    truncateSync(`${store.base}/m/20260101_000002/model/metadata/part-00000`, 3)
    truncateSync(`${store.base}/m/20260101_000001/MANIFEST.json`, 40)
    expect(await latestOf(store)).toEqual({
      version: '20260101_000000',
      warnings: [
        'm: version 20260101_000002 is broken (golden.json is missing and 1 more); it is passed over',
        'm: version 20260101_000001 is broken (MANIFEST.json is no manifest); it is passed over',
      ],
    })
  })

  it('takes a version without a manifest only where that is allowed', async () => {
    const store = await storeOfThree()
    writeFiles(store.base, { 'm/20270101_000000/model/data/part': 'of the old job' })
    const { version, warnings } = await latestOf(store)
    expect(version).toBe('20260101_000002')
    expect(warnings).toEqual([
      'm: version 20270101_000000 is unverified (no MANIFEST.json); it is passed over',
    ])
    expect(await latestOf(store, 'allow-unverified')).toEqual({ version: '20270101_000000', warnings: [] })
  })

  it('looks at nothing but versions', async () => {
    const store = await storeOfThree()
    for (const name of ['latest', '20260101_000009.bak', '99999999_999999', '.tmp'])
      mkdirSync(`${store.base}/m/${name}`)
    writeFileSync(`${store.base}/m/20270101_000000`, 'a file')
    symlinkSync('20260101_000000', `${store.base}/m/20280101_000000`)
    expect(await latestOf(store)).toEqual({ version: '20260101_000002', warnings: [] })
  })

  it('does not mind files besides', async () => {
    const store = await storeOfThree()
    writeFileSync(`${store.base}/m/20260101_000002/.DS_Store`, '')
    expect((await latestOf(store)).version).toBe('20260101_000002')
  })

  it('says what is there when there is none', async () => {
    const store = await temporaryStore()
    await expect(latestVersion(store, 'm')).rejects.toMatchObject({
      code: 'data',
      message: `no version of m in ${store.base}/m`,
    })
    writeFiles(store.base, { 'm/20270101_000000/model/data/part': 'of the old job' })
    const { directory } = await publishAt(store, 'm', '2027-01-01T00:00:00Z')
    truncateSync(`${directory}/golden.json`, 0)
    await expect(latestVersion(store, 'm')).rejects.toMatchObject({
      code: 'data',
      message:
        `no whole version of m in ${store.base}/m: 20270101_000001 is broken (golden.json has 0 bytes, not 2), ` +
        '20270101_000000 is unverified (no MANIFEST.json)',
    })
  })

  it('names at most five of those', async () => {
    const store = await temporaryStore()
    for (let day = 1; day <= 7; day++) mkdirSync(`${store.base}/m/2026010${day}_000000`, { recursive: true })
    await expect(latestVersion(store, 'm')).rejects.toThrow(
      /: 20260107_000000 is .*, 20260103_000000 is [^,]*, 2 more$/,
    )
  })
})

describe('listVersions', () => {
  it('says of each version, oldest first, whether it is whole', async () => {
    const store = await storeOfThree()
    rmSync(`${store.base}/m/20260101_000001/golden.json`)
    rmSync(`${store.base}/m/20260101_000000/MANIFEST.json`)
    expect(await listVersions(store, 'm')).toMatchObject([
      {
        version: '20260101_000000',
        state: 'unverified',
        findings: [{ file: 'MANIFEST.json', problem: 'is missing' }],
      },
      {
        version: '20260101_000001',
        state: 'broken',
        findings: [{ file: 'golden.json', problem: 'is missing' }],
      },
      { version: '20260101_000002', state: 'whole', findings: [] },
    ])
  })
  it('is empty for a model that is not there', async () => {
    expect(await listVersions(await temporaryStore(), 'm')).toEqual([])
  })
})

describe('listModels', () => {
  it('names what has versions, and not preprocessing', async () => {
    const store = await temporaryStore()
    for (const model of ['b', 'a']) await publishAt(store, model, '2026-01-01T00:00:00Z')
    for (const name of [
      'empty',
      'preprocessing/model',
      'preprocessing/20260101_000000',
      'Other/20260101_000000',
    ])
      mkdirSync(`${store.base}/${name}`, { recursive: true })
    expect(await listModels(store)).toEqual(['a', 'b'])
  })
})
