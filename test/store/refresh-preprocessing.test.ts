import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { localFiles } from '../../src/store/local-files.ts'
import { refreshPreprocessing } from '../../src/store/refresh-preprocessing.ts'
import type { Store } from '../../src/store/store.ts'
import { temporaryDirectory, temporaryStore, writeFiles } from './temporary-store.ts'

/** A pipeline of two stages; `scaler` stands for the content from which its uid is made. */
function pipelineFiles(scaler: string, part = 'part-00000'): Record<string, string> {
  const stages = ['0_indexer', `1_scaler${scaler}`]
  return {
    [`metadata/${part}`]: JSON.stringify({ stages }),
    'metadata/_SUCCESS': '',
    'stages/0_indexer/metadata/part-00000': 'labels',
    [`stages/1_scaler${scaler}/metadata/part-00000`]: `scaler ${scaler}`,
    [`stages/1_scaler${scaler}/data/part-00000.parquet`]: `means ${scaler}`,
  }
}

function pipelineOf(textByName: Readonly<Record<string, string>>): { directory: string; publishId: string } {
  const directory = temporaryDirectory()
  writeFiles(directory, textByName)
  return { directory, publishId: randomUUID() }
}

/** Reads as Spark does: the first line of the first part, then the stages that it names. */
function readPipeline(store: Store): string[] {
  const model = `${store.base}/preprocessing/model`
  const parts = readdirSync(`${model}/metadata`).filter((name) => !/^[._]/.test(name))
  const { stages } = JSON.parse(readFileSync(`${model}/metadata/${parts[0]}`, 'utf8'))
  return stages.map((stage: string) => readFileSync(`${model}/stages/${stage}/metadata/part-00000`, 'utf8'))
}

it('makes the pipeline where there is none', async () => {
  const store = await temporaryStore()
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  expect(readPipeline(store)).toEqual(['labels', 'scaler A'])
  expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
})

it('puts new stages beside the old ones and then names them', async () => {
  const store = await temporaryStore()
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('B')))
  expect(readPipeline(store)).toEqual(['labels', 'scaler B'])
  const stages = `${store.base}/preprocessing/model/stages`
  expect(readdirSync(stages)).toEqual(['0_indexer', '1_scalerA', '1_scalerB'])
  expect(readdirSync(`${store.base}/preprocessing/model/metadata`)).toEqual(['_SUCCESS', 'part-00000'])
  expect(readdirSync(`${store.base}/.freeflow/staging`)).toEqual([])
})

it('lets a reader find a whole pipeline before and after every step', async () => {
  const store = await temporaryStore()
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A')))
  const seen: string[] = []
  const look = () => seen.push(readPipeline(store).join(' + '))
  const files = {
    ...localFiles,
    rename: (from: string, to: string) => localFiles.rename(from, to).finally(look),
    replace: (from: string, to: string) => localFiles.replace(from, to).finally(look),
    remove: (path: string) => localFiles.remove(path).finally(look),
    makeDirectory: (base: string, names: readonly string[]) =>
      localFiles.makeDirectory(base, names).finally(look),
  }
  await refreshPreprocessing({ ...store, files }, pipelineOf(pipelineFiles('B')))
  expect(seen.filter((text, at) => text !== seen[at - 1])).toEqual(['labels + scaler A', 'labels + scaler B'])
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

it('takes the place of what an older job wrote under names of its own', async () => {
  const store = await temporaryStore()
  const old = pipelineFiles('Old', 'part-00000-4fe3cf94-c000.txt')
  writeFiles(`${store.base}/preprocessing/model`, old)
  writeFiles(`${store.base}/preprocessing/model/metadata`, {
    '.part-00000-4fe3cf94-c000.txt.crc': 'checksum',
    'part-00001-4fe3cf94-c000.txt': '',
  })
  await refreshPreprocessing(store, pipelineOf(pipelineFiles('A', 'part-00000-99d17d13-c000.txt')))
  expect(readPipeline(store)).toEqual(['labels', 'scaler A'])
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
  expect(readPipeline(store)).toEqual(['labels', 'scaler A'])
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
