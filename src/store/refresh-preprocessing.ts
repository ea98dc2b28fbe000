import { FreeflowError } from '../errors.ts'
import { localFiles } from './local-files.ts'
import { pipelineStages } from './pipeline-stages.ts'
import { discardStaging, makeStaging } from './staging.ts'
import type { Store, StoredVersion } from './store.ts'
import type { StoreFiles } from './store-files.ts'
import { syncDirectories } from './sync-directories.ts'
import { walkFiles } from './walk-files.ts'

/**
 * Makes `{base}/preprocessing/model` the given pipeline without a moment in which a reader finds none, or
 * parts of two.
 *
 * New stages appear whole beside the old ones, each by one rename; then one rename replaces
 * `metadata/part-00000`, which says what stages to read. Old stages stay for readers that have begun, and count
 * as changed now: `findGarbage` takes them a day later.
 * The uid of a stage must be made from its content: of a stage that is there already only the files that
 * differ (a time stamp, or damage) are replaced, one by one.
 *
 * @param pipeline.directory  A Spark ML pipeline, `metadata/part-*` and `stages/<i>_<uid>/...`, for instance
 *   `preprocessing` of a published version; only read.
 * @param pipeline.files  How it is reached.
 * @param pipeline.publishId  A fresh UUID, not one of a version.
 * @throws FreeflowError `data` if the directory holds no such pipeline, `storage` if the files cannot be
 *   written; readers then find the old pipeline or the new one.
 */
export async function refreshPreprocessing(
  store: Store,
  pipeline: Pick<StoredVersion, 'directory' | 'files'> & { readonly publishId: string },
): Promise<void> {
  const staged = await makeStaging(store, pipeline.publishId)
  try {
    await pipeline.files.withLocalCopy(pipeline.directory, (local) => copyPipeline(store, local, staged))
    const target = `${store.base}/preprocessing/model`
    await store.files.makeDirectory(store.base, ['preprocessing'])
    if ((await store.files.rename(staged, target)) === 'exists') await mergePipeline(store, staged, target)
    else await store.files.sync(`${store.base}/preprocessing`)
  } finally {
    await discardStaging(store, pipeline.publishId)
  }
}

/** Copies the stages and the metadata, whose one part becomes `part-00000`, the name that is replaced later. */
async function copyPipeline({ files }: Store, source: string, staged: string): Promise<void> {
  const entries = (await walkFiles(localFiles, source)) ?? []
  const parts = entries.filter(({ name }) => /^metadata\/[^._][^/]*$/.test(name))
  if (parts.length !== 1 || !entries.some(({ name }) => name.startsWith('stages/')))
    throw new FreeflowError(
      'data',
      `${source} must hold stages/ and one part in metadata/, it is no pipeline`,
    )
  for (const { name } of entries) {
    const to = name === parts[0].name ? 'metadata/part-00000' : name
    await files.makeDirectory(staged, to.split('/').slice(0, -1))
    await files.copyIn(`${source}/${name}`, `${staged}/${to}`)
  }
  await syncDirectories(files, staged, entries)
}

/** Brings a staged pipeline into one that readers use: the stages first, then the metadata that names them. */
async function mergePipeline({ files, base }: Store, staged: string, target: string): Promise<void> {
  await files.makeDirectory(base, ['preprocessing', 'model', 'stages'])
  const stages = await placeStages(files, staged, target)
  await files.sync(`${target}/stages`)
  await files.makeDirectory(base, ['preprocessing', 'model', 'metadata'])
  await markSuperseded(files, target, stages)
  await replaceDiffering(files, `${staged}/metadata`, `${target}/metadata`)
  await removeOtherParts(files, `${target}/metadata`)
  // a stage that nobody named until now may have been collected as garbage meanwhile
  await placeStages(files, staged, target)
  await files.sync(`${target}/stages`)
}

/**
 * Puts each staged stage in its place, or into the one of the same name what that lacks.
 *
 * @returns Their names.
 */
async function placeStages(files: StoreFiles, staged: string, target: string): Promise<readonly string[]> {
  const names = ((await files.list(`${staged}/stages`)) ?? []).map(({ name }) => name)
  for (const name of names) {
    const stage = `${target}/stages/${name}`
    if ((await files.rename(`${staged}/stages/${name}`, stage)) === 'exists')
      await replaceDiffering(files, `${staged}/stages/${name}`, stage)
  }
  return names
}

/** Changes the stages that will no longer be named, by a file that comes and goes: their day begins now. */
async function markSuperseded(files: StoreFiles, target: string, wanted: readonly string[]): Promise<void> {
  for (const { name, kind } of (await pipelineStages(files, target)).named) {
    if (kind !== 'directory' || wanted.includes(name)) continue
    await files.create(`${target}/stages/${name}/_superseded`, new Uint8Array(0))
    await files.remove(`${target}/stages/${name}/_superseded`)
  }
}

/** Replaces the files of a directory that are not the same in another, each in one step. */
async function replaceDiffering(files: StoreFiles, from: string, to: string): Promise<void> {
  for (const { name } of (await walkFiles(files, from)) ?? []) {
    if (await isSameFile(files, `${from}/${name}`, `${to}/${name}`)) continue
    const parents = name.split('/').slice(0, -1)
    await files.makeDirectory(to, parents)
    const parent = [to, ...parents].join('/')
    // Hadoop's local file system would find the old checksum wrong for the new file
    await files.remove(`${parent}/.${name.slice(name.lastIndexOf('/') + 1)}.crc`)
    await files.replace(`${from}/${name}`, `${to}/${name}`)
    await files.sync(parent)
  }
}

async function isSameFile(files: StoreFiles, a: string, b: string): Promise<boolean> {
  if ((await files.stat(b))?.kind !== 'file') return false
  return (await files.sha256(a)) === (await files.sha256(b))
}

/** Removes the parts, and their checksums, that an older job wrote under names of its own. */
async function removeOtherParts(files: StoreFiles, metadata: string): Promise<void> {
  for (const { name } of (await files.list(metadata)) ?? [])
    if (name !== 'part-00000' && !name.startsWith('_')) await files.remove(`${metadata}/${name}`)
}
