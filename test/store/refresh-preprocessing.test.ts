import { randomUUID } from 'node:crypto'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { localFiles } from '../../src/store/local-files.ts'
import { refreshPreprocessing } from '../../src/store/refresh-preprocessing.ts'
import type { Store } from '../../src/store/store.ts'
import { pipelineFiles, readPipeline } from '../faults/pipeline-files.ts'
import { temporaryDirectory, temporaryStore, writeFiles } from './temporary-store.ts'

function pipelineOf(textByName: Readonly<Record<string, string>>) {
  const directory = temporaryDirectory()
  writeFiles(directory, textByName)
  return { files: localFiles, directory, publishId: randomUUID() }
}

const read = async ({ base }: Store) =>
  (await readPipeline(localFiles, `${base}/preprocessing/model`)).join(' + ')
const ofA = 'labels + scaler A + means A'
const ofB = 'labels + scaler B + means B'

it('makes the pipeline where there is none', async () => {
  const store = await temporaryStore()
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  expect(await read(store)).toBe(ofA)
  expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
})

it('puts new stages beside the old ones and then names them', async () => {
  const store = await temporaryStore()
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('B')))
  expect(await read(store)).toBe(ofB)
  const stages = `${store.base}/preprocessing/model/stages`
  expect(readdirSync(stages)).toEqual(['0_indexer', '1_scalerA', '1_scalerB'])
  expect(readdirSync(`${store.base}/preprocessing/model/metadata`)).toEqual(['_SUCCESS', 'part-00000'])
  expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
})

it('lets a reader find a whole pipeline before and after every step', async () => {
  const store = await temporaryStore()
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  const seen: string[] = []
  const look = async () => void seen.push(await read(store))
  const files = {
    ...localFiles,
    rename: (from: string, to: string) => localFiles.rename(from, to).finally(look),
    replace: (from: string, to: string) => localFiles.replace(from, to).finally(look),
    remove: (path: string) => localFiles.remove(path).finally(look),
    makeDirectory: (base: string, names: readonly string[]) =>
      localFiles.makeDirectory(base, names).finally(look),
  }
  await refreshPreprocessing({ ...store, files }, pipelineOf(pipelineFiles('B')))
  expect(seen.filter((text, at) => text !== seen[at - 1])).toEqual([ofA, ofB])
  expect(seen.length).toBeGreaterThan(5)
})

it('replaces in a stage of the same name what differs, with its checksum', async () => {
  const store = await temporaryStore()
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  const stage = `${store.base}/preprocessing/model/stages/1_scalerA/data`
  writeFileSync(`${stage}/part-00000.parquet`, 'damaged')
  writeFileSync(`${stage}/.part-00000.parquet.crc`, 'of the damaged file')
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  expect(readFileSync(`${stage}/part-00000.parquet`, 'utf8')).toBe('means A')
  expect(readdirSync(stage)).toEqual(['part-00000.parquet'])
})

it('begins the last day of a stage when it is no longer named, and leaves no mark in it', async () => {
  const store = await temporaryStore()
  const stages = `${store.base}/preprocessing/model/stages`
  const longAgo = new Date('2020-01-01T00:00:00Z')
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  for (const stage of ['0_indexer', '1_scalerA']) utimesSync(`${stages}/${stage}`, longAgo, longAgo)
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('B')))
  expect(statSync(`${stages}/0_indexer`).mtimeMs).toBe(longAgo.getTime())
  expect(statSync(`${stages}/1_scalerA`).mtimeMs).toBeGreaterThan(longAgo.getTime())
  expect(readdirSync(`${stages}/1_scalerA`)).toEqual(['data', 'metadata'])
})

it('takes the place of what an older job wrote under names of its own', async () => {
  const store = await temporaryStore()
  const old = pipelineFiles('Old', 'part-00000-4fe3cf94-c000.txt')
  writeFiles(`${store.base}/preprocessing/model`, old)
  writeFiles(`${store.base}/preprocessing/model/metadata`, {
    '.part-00000-4fe3cf94-c000.txt.crc': 'checksum',
    'part-00001-4fe3cf94-c000.txt': '',
  })
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A', 'part-00000-99d17d13-c000.txt')))
  expect(await read(store)).toBe(ofA)
  expect(readdirSync(`${store.base}/preprocessing/model/metadata`)).toEqual(['_SUCCESS', 'part-00000'])
})

it('refuses a directory that is no pipeline, and leaves the old one', async () => {
  const store = await temporaryStore()
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  const twoParts = { ...pipelineFiles('B'), 'metadata/part-00001': '{}' }
  for (const files of [{}, { 'metadata/part-00000': '{}' }, twoParts])
    await expect(refreshPreprocessing(store, pipelineOf(files))).rejects.toMatchObject({ code: 'data' })
  const linked = pipelineOf(pipelineFiles('B'))
  symlinkSync('/etc/passwd', `${linked.directory}/stages/1_scalerB/data/part-00001.parquet`)
  await expect(refreshPreprocessing(store, linked)).rejects.toThrow(/part-00001.parquet is no plain file/)
  expect(await read(store)).toBe(ofA)
  expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
})

it('writes through no link', async () => {
  const store = await temporaryStore()
  const outside = temporaryDirectory()
  for (const link of ['preprocessing/model/stages', 'preprocessing/model', 'preprocessing']) {
    mkdirSync(join(store.base, link, '..'), { recursive: true })
    symlinkSync(outside, join(store.base, link))
    await expect(refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))).rejects.toMatchObject({
      code: 'storage',
    })
    await localFiles.remove(join(store.base, 'preprocessing'))
  }
  expect(readdirSync(outside)).toEqual([])
})
