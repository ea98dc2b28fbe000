import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { latestVersion } from '../../src/store/latest-version.ts'
import { localFiles } from '../../src/store/local-files.ts'
import { refreshPreprocessing } from '../../src/store/refresh-preprocessing.ts'
import { retractVersion } from '../../src/store/retract-version.ts'
import type { Store, StoredVersion } from '../../src/store/store.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { pipelineFiles, readPipeline } from '../faults/pipeline-files.ts'
import { publishAt, sampleFiles, temporaryStore, writeFiles } from './temporary-store.ts'

const time = '2026-01-01T00:00:00Z'
const options = { reason: 'bad detectors', now: Date.parse('2026-01-02T03:04:05Z'), newId: randomUUID }

async function storeOfTwo(): Promise<{ store: Store; old: StoredVersion; bad: StoredVersion }> {
  const store = await temporaryStore()
  return { store, old: await publishAt(store, 'm', time), bad: await publishAt(store, 'm', time) }
}

describe('retractVersion', () => {
  it('moves a version out of sight, whole, with the reason beside it', async () => {
    const { store, old, bad } = await storeOfTwo()
    const { directory } = await retractVersion(store, bad, options)
    expect(directory).toBe(`${store.base}/.freeflow/retracted/m/20260101_000001`)
    expect(await verifyVersion({ directory, files: store.files })).toEqual([])
    expect((await latestVersion(store, 'm')).directory).toBe(old.directory)
    expect(readdirSync(`${store.base}/m`)).toEqual([old.version])
    expect(JSON.parse(readFileSync(`${directory}.json`, 'utf8'))).toEqual({
      model: 'm',
      version: '20260101_000001',
      reason: 'bad detectors',
      retracted_at: '2026-01-02T03:04:05.000Z',
    })
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })

  it('never lets the name come again, that of an older job neither', async () => {
    const { store, bad } = await storeOfTwo()
    await retractVersion(store, bad, options)
    rmSync(`${store.base}/.freeflow/claims/m`, { recursive: true })
    writeFiles(store.base, { 'm/20260101_000001/model/data/part': 'of the old job' })
    rmSync(`${store.base}/.freeflow/retracted`, { recursive: true })
    await retractVersion(store, bad, options)
    expect((await publishAt(store, 'm', time)).version).toBe('20260101_000002')
  })

  it('takes a version that is broken, and leaves none where it was the only one', async () => {
    const store = await temporaryStore()
    const { directory } = await publishAt(store, 'm', time)
    rmSync(`${directory}/golden.json`)
    await retractVersion(store, { model: 'm', version: '20260101_000000' }, options)
    await expect(latestVersion(store, 'm')).rejects.toThrow(/^no version of m/)
  })

  it('fails where there is no such version, or one of its name is retracted', async () => {
    const { store, bad } = await storeOfTwo()
    const none = retractVersion(store, { model: 'm', version: '20250101_000000' }, options)
    await expect(none).rejects.toMatchObject({ code: 'data' })
    const taken = `${store.base}/.freeflow/retracted/m/${bad.version}`
    mkdirSync(taken, { recursive: true })
    await expect(retractVersion(store, bad, options)).rejects.toMatchObject({ code: 'storage' })
    expect(existsSync(`${taken}.json`)).toBe(false)
    expect(existsSync(bad.directory)).toBe(true)
  })

  it('takes a rename whose reply is lost for what it did', async () => {
    const { store, bad } = await storeOfTwo()
    const lost = async (from: string, to: string) => {
      await localFiles.rename(from, to)
      throw new Error('the reply is lost')
    }
    const files = { ...localFiles, rename: lost }
    const { directory } = await retractVersion({ ...store, files }, bad, options)
    expect(existsSync(directory)).toBe(true)
  })

  it('tells a rename that failed from one that may have gone', async () => {
    const { store, bad } = await storeOfTwo()
    const rename = () => Promise.reject(new Error('no answer'))
    const failing = { ...store, files: { ...localFiles, rename } }
    await expect(retractVersion(failing, bad, options)).rejects.toThrow('no answer')
    let isAsked = false
    const files = {
      ...localFiles,
      rename: () => {
        isAsked = true
        return rename()
      },
      stat: (path: string) => (isAsked ? Promise.reject(new Error('down')) : localFiles.stat(path)),
    }
    await expect(retractVersion({ ...store, files }, bad, options)).rejects.toMatchObject({
      code: 'outcome-unknown',
    })
  })
})

describe('the shared preprocessing', () => {
  /** Two runs, A and B, of two models; the pipeline of B is shared. */
  async function storeOfRuns(): Promise<Store> {
    const store = await temporaryStore()
    for (const run of ['A', 'B']) {
      const entries = Object.entries(pipelineFiles(run))
      const pipeline = Object.fromEntries(entries.map(([name, text]) => [`preprocessing/${name}`, text]))
      for (const model of ['m', 'n']) await publishAt(store, model, time, { ...sampleFiles, ...pipeline })
      const directory = `${store.base}/n/20260101_00000${run === 'A' ? 0 : 1}/preprocessing`
      await refreshPreprocessing(store, { files: localFiles, directory, publishId: randomUUID() })
    }
    return store
  }
  const shared = async ({ base }: Store) => (await readPipeline(localFiles, `${base}/preprocessing/model`))[1]
  const retract = async (store: Store, model: string, version: string) =>
    (await retractVersion(store, { model, version }, options)).preprocessing

  it('becomes that of the version before once no model needs the other', async () => {
    const store = await storeOfRuns()
    expect(await retract(store, 'm', '20260101_000001')).toMatchObject({
      state: 'in-use',
      usedBy: [{ model: 'n', version: '20260101_000001' }],
    })
    expect(await shared(store)).toBe('scaler B')
    expect(await retract(store, 'n', '20260101_000001')).toEqual({ state: 'restored', usedBy: [] })
    expect(await shared(store)).toBe('scaler A')
  })

  it('stays where an older version goes, or the last one', async () => {
    const store = await storeOfRuns()
    for (const model of ['m', 'n'])
      expect((await retract(store, model, '20260101_000000')).state).toBe('unchanged')
    for (const model of ['m', 'n'])
      expect((await retract(store, model, '20260101_000001')).state).toBe('unchanged')
    expect(await shared(store)).toBe('scaler B')
  })
})
