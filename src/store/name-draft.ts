import { documentBytes } from './document.ts'
import { type ManifestFile, manifestText } from './manifest.ts'
import { sha256 } from './sha256.ts'
import type { Draft } from './stage-draft.ts'
import type { Store, StoredVersion } from './store.ts'
import { nextVersionName } from './version-name.ts'
import { versionOf, versionsOf } from './versions-of.ts'

/** A draft that is complete: it has the name of its version, metadata.json and MANIFEST.json. */
export interface NamedDraft extends Draft {
  readonly version: StoredVersion
}

/**
 * Claims the next free version name for a draft and writes the two documents that carry it, the manifest last.
 *
 * @throws FreeflowError `storage` if a file cannot be written. What `metadata` throws passes through.
 */
export async function nameDraft(store: Store, draft: Draft, now: () => number): Promise<NamedDraft> {
  const { publication, directory } = draft
  const version = await claimVersion(store, publication.model, publication.publishId, now)
  const metadata = documentBytes('metadata.json', publication.metadata(version, draft.files))
  const files = [...draft.files, manifestFile('metadata.json', metadata)]
  const manifest = { publishId: publication.publishId, files: files.sort(byName) }
  await store.files.create(`${directory}/metadata.json`, metadata)
  await store.files.create(`${directory}/MANIFEST.json`, Buffer.from(manifestText(manifest)))
  await store.files.sync(directory)
  return { ...draft, version }
}

/**
 * Takes the next free name by an exclusive create of `{base}/.freeflow/claims/{model}/{version}`.
 *
 * A claim is never given back: a name that a killed publisher has claimed is passed over by the others, so
 * nothing that it may still do can meet them.
 */
async function claimVersion(
  store: Store,
  model: string,
  publishId: string,
  now: () => number,
): Promise<StoredVersion> {
  await store.files.makeDirectory(store.base, ['.freeflow', 'claims', model])
  const newest = (await versionsOf(store, model)).at(-1)?.version ?? null
  let name = nextVersionName(now(), newest)
  const claim = Buffer.from(`${publishId}\n`)
  while ((await store.files.create(`${store.base}/.freeflow/claims/${model}/${name}`, claim)) === 'exists')
    name = nextVersionName(now(), name)
  return versionOf(store, model, name)
}

function manifestFile(name: string, bytes: Uint8Array): ManifestFile {
  return { name, length: bytes.length, sha256: sha256(bytes) }
}

function byName(a: ManifestFile, b: ManifestFile): number {
  return a.name < b.name ? -1 : 1
}
