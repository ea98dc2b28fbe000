import type { Garbage } from './garbage.ts'
import { listFolder } from './list-folder.ts'
import { listModels, listVersions } from './list-versions.ts'
import { isModelName } from './model-name.ts'
import { pipelineStages } from './pipeline-stages.ts'
import type { Store } from './store.ts'
import type { Entry, StoreFiles } from './store-files.ts'
import { isVersionName, nextVersionName } from './version-name.ts'
import { walkFiles } from './walk-files.ts'

/** What is younger may still be in use: a publish, or a loader, that takes longer than a day has failed. */
const MIN_AGE_MS = 24 * 3600 * 1000

/** What counts as garbage beside what publishing leaves. */
export interface GarbageOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  /** How many of the newest whole versions of each model stay, at least 1; all where absent. */
  readonly keep?: number | undefined
  /** Retracted versions are garbage too, of any age; default false. */
  readonly retracted?: boolean | undefined
}

/**
 * Finds what could be removed from a store; removes nothing.
 *
 * Staging, stages of the shared preprocessing that its metadata do not name, and claims of names whose version
 * is neither published nor retracted: each once it is older than 24 h, by the clock of the files. Versions that
 * are broken, or have no manifest, are never garbage: retract them.
 *
 * @returns By kind in that order, then versions, then retracted ones; each sorted by path.
 * @throws FreeflowError `storage` if a directory cannot be read, or is a link.
 */
export async function findGarbage(store: Store, options: GarbageOptions): Promise<readonly Garbage[]> {
  const before = options.now - MIN_AGE_MS
  const found = [
    ...(await staleStaging(store, before)),
    ...(await staleStages(store, before)),
    ...(await staleClaims(store, before)),
  ]
  if (options.keep !== undefined) found.push(...(await surplusVersions(store, options.keep)))
  if (options.retracted === true) found.push(...(await retractedVersions(store)))
  return found
}

async function staleStaging(store: Store, before: number): Promise<Garbage[]> {
  const entries = await listFolder(store, ['.freeflow', 'staging'])
  return garbage(store.files, 'staging', `${store.base}/.freeflow/staging`, olderThan(before, entries))
}

async function staleStages(store: Store, before: number): Promise<Garbage[]> {
  const pipeline = `${store.base}/preprocessing/model`
  if ((await listFolder(store, ['preprocessing', 'model'])).length === 0) return []
  const { unnamed } = await pipelineStages(store.files, pipeline)
  return garbage(store.files, 'stage', `${pipeline}/stages`, olderThan(before, unnamed))
}

/** The name must be old too: a younger one could be given again. */
async function staleClaims(store: Store, before: number): Promise<Garbage[]> {
  const found: Garbage[] = []
  const firstYoungName = nextVersionName(before, null)
  for (const { name: model } of (await listFolder(store, ['.freeflow', 'claims'])).filter(isModelFolder)) {
    const claims = await listFolder(store, ['.freeflow', 'claims', model])
    const standing = await Promise.all([
      listFolder(store, [model]),
      listFolder(store, ['.freeflow', 'retracted', model]),
    ])
    const names = new Set(standing.flat().map(({ name }) => name))
    const gone = claims.filter(({ name }) => isVersionName(name) && name < firstYoungName && !names.has(name))
    const folder = `${store.base}/.freeflow/claims/${model}`
    found.push(...(await garbage(store.files, 'claim', folder, olderThan(before, gone))))
  }
  return found
}

async function surplusVersions(store: Store, keep: number): Promise<Garbage[]> {
  const found: Garbage[] = []
  for (const model of await listModels(store)) {
    const whole = (await listVersions(store, model)).filter(({ state }) => state === 'whole')
    const surplus = whole.slice(0, -Math.max(1, keep)).map(({ version }) => ({ name: version }))
    found.push(...(await garbage(store.files, 'version', `${store.base}/${model}`, surplus)))
  }
  return found
}

async function retractedVersions(store: Store): Promise<Garbage[]> {
  const found: Garbage[] = []
  for (const { name: model } of (await listFolder(store, ['.freeflow', 'retracted'])).filter(isModelFolder)) {
    const entries = await listFolder(store, ['.freeflow', 'retracted', model])
    const folder = `${store.base}/.freeflow/retracted/${model}`
    found.push(...(await garbage(store.files, 'retracted', folder, entries)))
  }
  return found
}

function isModelFolder({ name, kind }: Entry): boolean {
  return kind === 'directory' && isModelName(name)
}

function olderThan(before: number, entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ modifiedMs }) => modifiedMs < before)
}

async function garbage(
  files: StoreFiles,
  kind: Garbage['kind'],
  folder: string,
  entries: readonly Pick<Entry, 'name'>[],
): Promise<Garbage[]> {
  const found: Garbage[] = []
  for (const { name } of entries) {
    const path = `${folder}/${name}`
    found.push({ kind, path, sizeBytes: await sizeOf(files, path) })
  }
  return found
}

async function sizeOf(files: StoreFiles, path: string): Promise<number> {
  const entry = await files.stat(path)
  const inside = entry?.kind === 'directory' ? await walkFiles(files, path) : null
  return (inside ?? (entry === null ? [] : [entry])).reduce((sum, { length }) => sum + length, 0)
}
