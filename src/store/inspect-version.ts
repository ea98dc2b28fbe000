import type { Finding } from './finding.ts'
import type { Manifest } from './manifest.ts'
import { parseManifest } from './parse-manifest.ts'
import type { Entry, StoreFiles } from './store-files.ts'
import { walkFiles } from './walk-files.ts'

/** Manifests of more bytes are not read: a version has some dozens of files. */
const MAX_MANIFEST_BYTES = 16 << 20

/** A version directory as a look at its names and lengths shows it. */
export interface Inspection {
  /** `whole`: each file of the manifest is there with its length; `unverified`: there is no manifest. */
  readonly state: 'whole' | 'broken' | 'unverified'
  /** `null` if there is none that can be read. */
  readonly manifest: Manifest | null
  /** Everything that is there but directories, sorted by name. */
  readonly entries: readonly Entry[]
  /** What is wrong, sorted by file; empty if it is whole. Files besides those of the manifest are not wrong here. */
  readonly findings: readonly Finding[]
}

/** Compares names and lengths of a version's files with its manifest; reads no other file. */
export async function inspectVersion(files: StoreFiles, directory: string): Promise<Inspection> {
  const entries = (await walkFiles(files, directory)) ?? []
  const manifest = await readManifest(files, directory, entries)
  if (manifest === null) return { state: 'unverified', manifest, entries, findings: [withoutManifest] }
  if (typeof manifest === 'string') {
    const finding = { file: 'MANIFEST.json', problem: manifest }
    return { state: 'broken', manifest: null, entries, findings: [finding] }
  }
  const findings = compareLengths(manifest, entries)
  return { state: findings.length === 0 ? 'whole' : 'broken', manifest, entries, findings }
}

const withoutManifest: Finding = { file: 'MANIFEST.json', problem: 'is missing' }

async function readManifest(
  files: StoreFiles,
  directory: string,
  entries: readonly Entry[],
): Promise<Manifest | string | null> {
  const entry = entries.find(({ name }) => name === 'MANIFEST.json')
  if (entry === undefined) return null
  if (entry.kind !== 'file') return 'is no plain file'
  if (entry.length > MAX_MANIFEST_BYTES) return `has ${entry.length} bytes, more than a manifest can have`
  return parseManifest(Buffer.from(await files.read(`${directory}/MANIFEST.json`)).toString())
}

function compareLengths(manifest: Manifest, entries: readonly Entry[]): readonly Finding[] {
  const entryByName = new Map(entries.map((entry) => [entry.name, entry]))
  return manifest.files.flatMap(({ name, length }) => {
    const entry = entryByName.get(name)
    if (entry === undefined) return { file: name, problem: 'is missing' }
    if (entry.kind !== 'file')
      return { file: name, problem: entry.kind === 'link' ? 'is a link' : 'is no plain file' }
    return entry.length === length ? [] : { file: name, problem: `has ${entry.length} bytes, not ${length}` }
  })
}
