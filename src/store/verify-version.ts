import { FreeflowError } from '../errors.ts'
import type { Finding } from './finding.ts'
import { type Inspection, inspectVersion } from './inspect-version.ts'
import type { StoredVersion } from './store.ts'
import type { StoreFiles } from './store-files.ts'

/**
 * Compares every file of a version with its manifest: present, length, SHA-256, and none besides.
 *
 * @param version  As `resolveVersion` gives it; no store is needed.
 * @returns What is wrong, sorted by file; empty if nothing is. Without a manifest: that one finding.
 * @throws FreeflowError `data` if there is no such directory, `storage` if a file cannot be read.
 */
export async function verifyVersion(
  version: Pick<StoredVersion, 'directory' | 'files'>,
): Promise<readonly Finding[]> {
  const { files, directory } = version
  if ((await files.stat(directory))?.kind !== 'directory')
    throw new FreeflowError('data', `${directory} is no directory`, { hint: 'see freeflow models list' })
  const inspection = await inspectVersion(files, directory)
  if (inspection.manifest === null) return inspection.findings
  const damaged = await compareHashes(files, directory, inspection)
  return [...inspection.findings, ...damaged, ...extraFiles(inspection)].sort(byFile)
}

async function compareHashes(
  files: StoreFiles,
  directory: string,
  { manifest, findings }: Inspection,
): Promise<readonly Finding[]> {
  const known = new Set(findings.map(({ file }) => file))
  const damaged: Finding[] = []
  for (const { name, sha256 } of manifest?.files ?? []) {
    if (known.has(name) || (await files.sha256(`${directory}/${name}`)) === sha256) continue
    damaged.push({ file: name, problem: 'has other bytes than were published (SHA-256 differs)' })
  }
  return damaged
}

function extraFiles({ manifest, entries }: Inspection): readonly Finding[] {
  const known = new Set(manifest?.files.map(({ name }) => name))
  return entries
    .filter(({ name }) => name !== 'MANIFEST.json' && !known.has(name))
    .map(({ name, kind }) => ({ file: name, problem: `is a ${kind} that was not published` }))
}

function byFile(a: Finding, b: Finding): number {
  return a.file < b.file ? -1 : 1
}
