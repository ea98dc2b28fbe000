import { randomUUID } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HdfsOptions } from '../../src/hdfs/hdfs-options.ts'
import { readDocument } from '../../src/store/document.ts'
import { findGarbage } from '../../src/store/find-garbage.ts'
import { latestVersion } from '../../src/store/latest-version.ts'
import { listModels, listVersions } from '../../src/store/list-versions.ts'
import { localFiles } from '../../src/store/local-files.ts'
import { publishVersions } from '../../src/store/publish-versions.ts'
import { refreshPreprocessing } from '../../src/store/refresh-preprocessing.ts'
import { removeGarbage } from '../../src/store/remove-garbage.ts'
import { findVersion, resolveVersion } from '../../src/store/resolve-version.ts'
import { retractVersion } from '../../src/store/retract-version.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { pipelineFiles, readPipeline } from '../faults/pipeline-files.ts'
import {
  publicationOf,
  publishAt,
  sampleFiles,
  temporaryDirectory,
  writeFiles,
} from '../store/temporary-store.ts'
import { names, overwrite, put, textAt } from './store-texts.ts'

/** Where the suite may keep a store, and how it is reached. */
export interface StorePlace {
  /** Gives a path or a URI under which nothing is. */
  readonly newBase: () => string
  readonly options: () => HdfsOptions
  /** Where it cannot replace a file in one step, a reader may find none for a moment, but never parts of two. */
  readonly replacing?: 'leaves a gap'
}

const time = '2026-01-01T00:00:00Z'
const DAY_MS = 24 * 3600 * 1000
const versionNames = ['20260101_000000', '20260101_000001', '20260101_000002']

/** What every store does, whatever keeps its bytes. */
export function storeCases({ newBase, options, replacing }: StorePlace): void {
  const newStore = () => openStore(newBase(), options())
  const storeOfThree = async () => {
    const store = await newStore()
    for (const _ of versionNames) await publishAt(store, 'm', time)
    return store
  }

  describe('a published version', () => {
    it('holds what was written, its metadata and its manifest, and leaves nothing beside itself', async () => {
      const store = await newStore()
      const version = await publishAt(store, 'm', time)
      for (const [name, text] of Object.entries(sampleFiles))
        expect(await textAt(store.files, `${version.directory}/${name}`)).toBe(text)
      expect(await readDocument(version, 'metadata.json')).toEqual({
        model_name: 'm',
        timestamp: versionNames[0],
      })
      expect(await verifyVersion(version)).toEqual([])
      expect(await names(store.files, store.base)).toEqual(['.freeflow', 'm'])
      expect(await names(store.files, `${store.base}/m`)).toEqual([versionNames[0]])
      expect(await names(store.files, `${store.base}/.freeflow/staging`)).toEqual([])
    })

    it('is found by name, by path and by URI, and so is the latest by its model', async () => {
      const store = await storeOfThree()
      const second = await findVersion(store, 'm', versionNames[1])
      for (const reference of [`m/${versionNames[1]}`, second.directory, second.uri])
        expect(await resolveVersion(store, reference, { hdfs: options() })).toMatchObject({ uri: second.uri })
      for (const reference of [`${store.base}/m`, `${store.uri}/m`])
        expect(await resolveVersion(null, reference, { hdfs: options() })).toMatchObject({
          version: versionNames[2],
        })
      const absent = resolveVersion(null, `${store.uri}/none`, { hdfs: options() })
      await expect(absent).rejects.toMatchObject({ code: 'data' })
    })

    it('of several models appears with the others, in order', async () => {
      const store = await newStore()
      const publications = ['a', 'b'].map((model) => publicationOf(model))
      const published = await publishVersions(store, publications, () => Date.parse(time))
      expect(published.map(({ model, version }) => `${model}/${version}`)).toEqual([
        `a/${versionNames[0]}`,
        `b/${versionNames[0]}`,
      ])
      expect(await listModels(store)).toEqual(['a', 'b'])
    })
  })

  describe('a name that is taken', () => {
    it('is passed over: a claim, an empty directory, a full one, a file', async () => {
      const store = await newStore()
      await put(store.files, `${store.base}/.freeflow/claims/m/${versionNames[0]}`, 'somebody')
      const taken = `${store.base}/m/20260101_00000`
      const publication = publicationOf('m')
      const named: string[] = []
      const metadata: typeof publication.metadata = ({ version }) => {
        named.push(version)
        return { timestamp: version }
      }
      const files: typeof store.files = {
        ...store.files,
        // a program without claims is faster
        rename: async (from, to) => {
          if (to === `${taken}1`) await store.files.makeDirectory(store.base, ['m', basename(to)])
          if (to === `${taken}2`) await put(store.files, `${to}/model/part`, 'of another')
          if (to === `${taken}3`) await put(store.files, to, 'a file')
          return store.files.rename(from, to)
        },
      }
      const clock = () => Date.parse(time)
      const [version] = await publishVersions({ ...store, files }, [{ ...publication, metadata }], clock)
      expect(version.version).toBe('20260101_000004')
      expect(named).toEqual([1, 2, 3, 4].map((second) => `20260101_00000${second}`))
      expect(await verifyVersion(version)).toEqual([])
      expect(await readDocument(version, 'metadata.json')).toEqual({ timestamp: version.version })
      expect(await names(store.files, `${taken}1`)).toEqual([])
      expect(await names(store.files, `${taken}2`)).toEqual(['model'])
      expect(await textAt(store.files, `${taken}3`)).toBe('a file')
      expect(await names(store.files, `${store.base}/.freeflow/staging`)).toEqual([])
    })

    it('goes to one of several who want it at once', async () => {
      const store = await newStore()
      const published = await Promise.all([1, 2, 3].map(() => publishAt(store, 'm', time)))
      expect(published.map(({ version }) => version).sort()).toEqual(versionNames)
      for (const version of published) expect(await verifyVersion(version)).toEqual([])
    })
  })

  describe('the latest version', () => {
    it('is the newest whole one: damage, absence and what is no version are passed over', async () => {
      const store = await storeOfThree()
      await store.files.remove(`${store.base}/m/${versionNames[2]}/golden.json`)
      await overwrite(store.files, `${store.base}/m/${versionNames[1]}/MANIFEST.json`, '{"publishId":')
      await put(store.files, `${store.base}/m/20270101_000000/model/data/part`, 'of an older job')
      await store.files.makeDirectory(store.base, ['m', 'latest'])
      const warnings: string[] = []
      const warn = (line: string) => warnings.push(line)
      expect((await latestVersion(store, 'm', { warn })).version).toBe(versionNames[0])
      expect(warnings).toEqual([
        'm: version 20270101_000000 is unverified (no MANIFEST.json); it is passed over',
        `m: version ${versionNames[2]} is broken (golden.json is missing); it is passed over`,
        `m: version ${versionNames[1]} is broken (MANIFEST.json is no manifest); it is passed over`,
      ])
      expect((await listVersions(store, 'm')).map(({ state }) => state)).toEqual([
        'whole',
        'broken',
        'broken',
        'unverified',
      ])
    })

    it('of nothing is an error that says so', async () => {
      const store = await newStore()
      await expect(latestVersion(store, 'm')).rejects.toMatchObject({
        code: 'data',
        message: `no version of m in ${store.base}/m`,
      })
    })
  })

  describe('verifying', () => {
    it('names what has other bytes, is shorter, missing, or besides', async () => {
      const store = await newStore()
      const texts = { 'model/a': 'first', 'model/b': 'other', 'model/c': 'third', 'golden.json': '{}' }
      const version = await publishAt(store, 'm', time, texts)
      const { directory } = version
      await overwrite(store.files, `${directory}/model/a`, 'First')
      await overwrite(store.files, `${directory}/model/b`, 'oth')
      await store.files.remove(`${directory}/model/c`)
      await put(store.files, `${directory}/model/d`, '')
      expect(await verifyVersion(version)).toEqual([
        { file: 'model/a', problem: 'has other bytes than were published (SHA-256 differs)' },
        { file: 'model/b', problem: 'has 3 bytes, not 5' },
        { file: 'model/c', problem: 'is missing' },
        { file: 'model/d', problem: 'is a file that was not published' },
      ])
    })
  })

  describe('a retracted version', () => {
    it('is out of sight, whole, with its reason, and its name never comes again', async () => {
      const store = await storeOfThree()
      const options = { reason: 'bad detectors', now: Date.parse(time), newId: randomUUID }
      const version = { model: 'm', version: versionNames[2] }
      const { directory } = await retractVersion(store, version, options)
      expect((await latestVersion(store, 'm')).version).toBe(versionNames[1])
      expect(await verifyVersion({ directory, files: store.files })).toEqual([])
      expect(JSON.parse(await textAt(store.files, `${directory}.json`))).toMatchObject({
        reason: 'bad detectors',
      })
      expect((await publishAt(store, 'm', time)).version).toBe('20260101_000003')
      await expect(retractVersion(store, version, options)).rejects.toMatchObject({ code: 'data' })
    })
  })

  describe('garbage', () => {
    const paths = async (store: Store, now: number, keep?: number) => {
      const found = await findGarbage(store, { now, keep })
      return found.map(({ kind, path, sizeBytes }) => `${kind} ${path.slice(store.base.length)} ${sizeBytes}`)
    }

    it('is staging of yesterday and what is more than should be kept, and goes', async () => {
      const store = await storeOfThree()
      await put(store.files, `${store.base}/.freeflow/staging/left/model/part`, 'abc')
      const left = await store.files.stat(`${store.base}/.freeflow/staging/left`)
      const now = (left?.modifiedMs ?? 0) + DAY_MS
      expect(await paths(store, now)).toEqual([])
      expect(await paths(store, now + 1)).toEqual(['staging /.freeflow/staging/left 3'])
      expect((await paths(store, now + 1, 2))[1]).toMatch(`version /m/${versionNames[0]} `)
      for (const garbage of await findGarbage(store, { now: now + 1, keep: 2 }))
        expect(await removeGarbage(store, garbage, randomUUID())).toBe('removed')
      expect(await names(store.files, `${store.base}/m`)).toEqual(versionNames.slice(1))
      expect(await names(store.files, `${store.base}/.freeflow/staging`)).toEqual([])
    })
  })

  describe('the shared preprocessing', () => {
    const pipelineOf = (scaler: string) => {
      const directory = temporaryDirectory()
      writeFiles(directory, pipelineFiles(scaler))
      return { files: localFiles, directory, publishId: randomUUID() }
    }
    const read = (store: Store) => readPipeline(store.files, `${store.base}/preprocessing/model`)
    const ofA = ['labels', 'scaler A', 'means A']
    const ofB = ['labels', 'scaler B', 'means B']

    it('is the old one or the new one for readers at any moment', async () => {
      const store = await newStore()
      await refreshPreprocessing(store, pipelineOf('A'))
      expect(await read(store)).toEqual(ofA)
      const seen = [ofA]
      const refreshed = { isDone: false }
      const reader = async () => {
        while (!refreshed.isDone) {
          const texts = await read(store).catch((error: unknown) => {
            if (replacing === 'leaves a gap') return null
            throw error
          })
          if (texts !== null) seen.push([...texts])
        }
      }
      const reading = Promise.all([reader(), reader()])
      for (let turn = 0; turn < 3; turn++)
        for (const scaler of ['B', 'A', 'B']) await refreshPreprocessing(store, pipelineOf(scaler))
      refreshed.isDone = true
      await reading
      for (const texts of seen) expect([ofA, ofB]).toContainEqual(texts)
      expect(await read(store)).toEqual(ofB)
      const stages = `${store.base}/preprocessing/model/stages`
      expect(await names(store.files, stages)).toEqual(['0_indexer', '1_scalerA', '1_scalerB'])
      expect(await names(store.files, `${store.base}/.freeflow/staging`)).toEqual([])
    })

    it('comes from a published version too, and repairs a stage of the same name', async () => {
      const store = await newStore()
      const entries = Object.entries(pipelineFiles('A')).map(([name, text]) => [
        `preprocessing/${name}`,
        text,
      ])
      const { directory, files } = await publishAt(store, 'm', time, Object.fromEntries(entries))
      const pipeline = { files, directory: `${directory}/preprocessing` }
      await refreshPreprocessing(store, { ...pipeline, publishId: randomUUID() })
      const part = `${store.base}/preprocessing/model/stages/1_scalerA/data/part-00000.parquet`
      await overwrite(store.files, part, 'damaged')
      await refreshPreprocessing(store, { ...pipeline, publishId: randomUUID() })
      expect(await read(store)).toEqual(ofA)
      expect(await names(store.files, dirname(part))).toEqual(['part-00000.parquet'])
    })
  })

  describe('names that lead astray', () => {
    it.each(['', 'M', 'a/b', '..', '.freeflow', 'preprocessing', 'x'.repeat(101)])(
      'are no model: %j',
      async (model) => {
        const store = await newStore()
        const isUsage = { code: 'usage' }
        await expect(publishAt(store, model, time)).rejects.toMatchObject(isUsage)
        await expect(latestVersion(store, model)).rejects.toMatchObject(isUsage)
        await expect(findVersion(store, model, versionNames[0])).rejects.toMatchObject(isUsage)
        expect(await store.files.list(store.base)).toBeNull()
      },
    )

    it.each(['../metadata.json', 'a//b', '/etc/passwd', 'a\\b', '%2e%2e/x', 'a\0', 'a:b', ''])(
      'are no document: %j',
      async (name) => {
        const store = await newStore()
        const version = await publishAt(store, 'm', time)
        await expect(readDocument(version, name)).rejects.toMatchObject({ code: 'usage' })
        await expect(readDocument(version, 'none.json')).rejects.toMatchObject({ code: 'data' })
      },
    )
  })
}
