import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findGarbage, type GarbageOptions } from '../../src/store/find-garbage.ts'
import type { Garbage } from '../../src/store/garbage.ts'
import { localFiles } from '../../src/store/local-files.ts'
import { refreshPreprocessing } from '../../src/store/refresh-preprocessing.ts'
import { removeGarbage } from '../../src/store/remove-garbage.ts'
import { retractVersion } from '../../src/store/retract-version.ts'
import type { Store } from '../../src/store/store.ts'
import { pipelineFiles, readPipeline } from '../faults/pipeline-files.ts'
import { publishAt, temporaryDirectory, temporaryStore, writeFiles } from './temporary-store.ts'

const now = Date.parse('2026-02-01T00:00:00Z')
const HOUR_MS = 3600 * 1000

/** Sets the time of a path to some hours before now. */
function age(store: Store, path: string, hours: number): void {
  const at = new Date(now - hours * HOUR_MS)
  utimesSync(`${store.base}/${path}`, at, at)
}

async function found(store: Store, options: Partial<GarbageOptions> = {}): Promise<string[]> {
  const garbage = await findGarbage(store, { now, ...options })
  return garbage.map(({ kind, path }) => `${kind} ${path.slice(store.base.length + 1)}`)
}

function remove(store: Store, garbage: Garbage): Promise<'removed' | 'needed'> {
  return removeGarbage(store, garbage, randomUUID())
}

async function collectAll(store: Store, options: Partial<GarbageOptions> = {}): Promise<string[]> {
  const outcomes: string[] = []
  for (const garbage of await findGarbage(store, { now, ...options }))
    outcomes.push(await remove(store, garbage))
  return outcomes
}

describe('what is left of a publish', () => {
  it('is garbage after 24 h, not before, with its size', async () => {
    const store = await temporaryStore()
    const staging = '.freeflow/staging'
    writeFiles(`${store.base}/${staging}`, {
      'old/model/data': 'abc',
      'old/golden.json': '{}',
      'young/a': '',
    })
    age(store, `${staging}/old`, 24.01)
    age(store, `${staging}/young`, 23.99)
    expect(await findGarbage(store, { now })).toEqual([
      { kind: 'staging', path: `${store.base}/${staging}/old`, sizeBytes: 5 },
    ])
    expect(await collectAll(store)).toEqual(['removed'])
    expect(readdirSync(`${store.base}/${staging}`)).toEqual(['young'])
  })

  it('is a claim whose name and file are old and whose version is neither published nor retracted', async () => {
    const store = await temporaryStore()
    const time = '2026-01-01T00:00:00Z'
    await publishAt(store, 'm', time)
    const retracted = await publishAt(store, 'm', time)
    await retractVersion(store, retracted, { reason: null, now, newId: randomUUID })
    const claims = '.freeflow/claims/m'
    const gone = ['20260101_000002', '20260101_000003', '20260131_120000']
    writeFiles(`${store.base}/${claims}`, Object.fromEntries(gone.map((name) => [name, 'id'])))
    for (const name of readdirSync(`${store.base}/${claims}`)) age(store, `${claims}/${name}`, 48)
    age(store, `${claims}/20260101_000003`, 1)
    expect(await found(store)).toEqual([`claim ${claims}/20260101_000002`])
  })

  it('is nothing in a store that is not there, or new', async () => {
    const store = await temporaryStore()
    expect(await found({ ...store, base: `${store.base}/none` }, { keep: 1, retracted: true })).toEqual([])
    await publishAt(store, 'm', '2026-01-01T00:00:00Z')
    expect(await found(store, { keep: 1, retracted: true })).toEqual([])
  })

  it('is not what lies behind a link', async () => {
    for (const link of ['.freeflow', 'preprocessing']) {
      const store = await temporaryStore()
      const outside = temporaryDirectory()
      mkdirSync(`${outside}/staging/old`, { recursive: true })
      symlinkSync(outside, `${store.base}/${link}`)
      await expect(found(store)).rejects.toMatchObject({ code: 'storage' })
    }
  })
})

describe('a stage of the shared preprocessing', () => {
  const stages = 'preprocessing/model/stages'

  async function storeOfTwoPipelines(): Promise<Store> {
    const store = await temporaryStore()
    for (const scaler of ['A', 'B']) await refresh(store, scaler)
    for (const name of readdirSync(`${store.base}/${stages}`)) age(store, `${stages}/${name}`, 25)
    return store
  }

  async function refresh(store: Store, scaler: string): Promise<void> {
    const directory = temporaryDirectory()
    writeFiles(directory, pipelineFiles(scaler))
    await refreshPreprocessing(store, { files: localFiles, directory, publishId: randomUUID() })
  }

  it('is garbage 24 h after the metadata have ceased to name it', async () => {
    const store = await storeOfTwoPipelines()
    expect(await found(store)).toEqual([`stage ${stages}/1_scalerA`])
    age(store, `${stages}/1_scalerA`, 23)
    expect(await found(store)).toEqual([])
    age(store, `${stages}/1_scalerA`, 25)
    expect(await collectAll(store)).toEqual(['removed'])
    expect(await readPipeline(localFiles, `${store.base}/preprocessing/model`)).toEqual([
      'labels',
      'scaler B',
      'means B',
    ])
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })

  it('stays where no metadata tell', async () => {
    const store = await storeOfTwoPipelines()
    rmSync(`${store.base}/preprocessing/model/metadata`, { recursive: true })
    expect(await found(store)).toEqual([])
  })

  it('goes back if it is named again meanwhile', async () => {
    const store = await storeOfTwoPipelines()
    const [garbage] = await findGarbage(store, { now })
    await refresh(store, 'A')
    expect(await remove(store, garbage)).toBe('needed')
    expect(await readPipeline(localFiles, `${store.base}/preprocessing/model`)).toEqual([
      'labels',
      'scaler A',
      'means A',
    ])
  })

  it('is there in the end at whatever moment of a refresh it is collected', async () => {
    for (let moment = 0; ; moment++) {
      const store = await storeOfTwoPipelines()
      const [garbage] = await findGarbage(store, { now })
      let steps = 0
      const step = async () => {
        if (steps++ === moment) await remove(store, garbage)
      }
      const files = {
        ...localFiles,
        sha256: (path: string) => localFiles.sha256(path).finally(step),
        rename: (from: string, to: string) => localFiles.rename(from, to).finally(step),
        replace: (from: string, to: string) => localFiles.replace(from, to).finally(step),
        remove: (path: string) => localFiles.remove(path).finally(step),
      }
      const outcome = await refresh({ ...store, files }, 'A').catch((error) => error)
      const model = `${store.base}/preprocessing/model`
      // a stage that goes while it is compared ends the refresh with an error, and the old pipeline stands
      const whole = outcome === undefined ? ['scaler A', 'means A'] : ['scaler B', 'means B']
      expect(await readPipeline(localFiles, model), `moment ${moment}`).toEqual(['labels', ...whole])
      if (steps <= moment) break
    }
  })
})

describe('versions', () => {
  const names = ['20260101_000000', '20260101_000001', '20260101_000002', '20260101_000003']

  async function storeOfFour(): Promise<Store> {
    const store = await temporaryStore()
    for (const _ of names) await publishAt(store, 'm', '2026-01-01T00:00:00Z')
    return store
  }

  it('are garbage but for the newest whole ones, where asked for', async () => {
    const store = await storeOfFour()
    expect(await found(store)).toEqual([])
    expect(await found(store, { keep: 4 })).toEqual([])
    expect(await found(store, { keep: 2 })).toEqual([`version m/${names[0]}`, `version m/${names[1]}`])
    expect(await found(store, { keep: 0 })).toHaveLength(3)
    expect(await collectAll(store, { keep: 1 })).toEqual(['removed', 'removed', 'removed'])
    expect(readdirSync(`${store.base}/m`)).toEqual([names[3]])
    expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
  })

  it('stay, and do not count, where they are broken or have no manifest', async () => {
    const store = await storeOfFour()
    rmSync(`${store.base}/m/${names[3]}/golden.json`)
    rmSync(`${store.base}/m/${names[2]}/MANIFEST.json`)
    expect(await found(store, { keep: 1 })).toEqual([`version m/${names[0]}`])
  })

  it('go back if they are the last whole one by now', async () => {
    const store = await storeOfFour()
    const garbage = await findGarbage(store, { now, keep: 1 })
    for (const version of names.slice(1))
      await retractVersion(store, { model: 'm', version }, { reason: null, now, newId: randomUUID })
    expect(await remove(store, garbage[0])).toBe('needed')
    expect(readdirSync(`${store.base}/m`)).toEqual([names[0]])
  })

  it('that are retracted go with their reason, where asked for', async () => {
    const store = await storeOfFour()
    const options = { reason: 'bad', now, newId: randomUUID }
    await retractVersion(store, { model: 'm', version: names[3] }, options)
    const retracted = `.freeflow/retracted/m/${names[3]}`
    expect(await found(store, { keep: 9 })).toEqual([])
    expect(await found(store, { retracted: true })).toEqual([
      `retracted ${retracted}`,
      `retracted ${retracted}.json`,
    ])
    await collectAll(store, { retracted: true })
    expect(existsSync(`${store.base}/${retracted}`)).toBe(false)
  })
})
