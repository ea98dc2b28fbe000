import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { FreeflowError } from '../errors.ts'
import type { HdfsOptions } from '../hdfs/hdfs-options.ts'
import { filesAt } from '../store/files-at.ts'
import { type Inspection, inspectVersion } from '../store/inspect-version.ts'
import { localFiles } from '../store/local-files.ts'
import type { StoredVersion } from '../store/store.ts'
import { verifyVersion } from '../store/verify-version.ts'
import { isVersionName } from '../store/version-name.ts'
import { directoryWriter } from './directory-writer.ts'
import { requireOutsideVersions } from './require-outside-versions.ts'

/** A version and where it is to be copied. */
export interface ExportRequest {
  readonly version: StoredVersion
  /** Path or URI of a directory that must not exist, or be empty; on the local disk or in any HDFS. */
  readonly out: string
  /** Take a version without a manifest too, with every file that is there. */
  readonly allowUnverified: boolean
}

/** What was copied. */
export interface ExportedVersion {
  /** Absolute path of the copy, of an HDFS its URI. */
  readonly path: string
  readonly numFiles: number
  readonly sizeBytes: number
}

/**
 * Copies the files of a version, with its manifest, to a directory, which appears whole or not at all.
 *
 * The copy is compared with the manifest byte by byte; what was not published is left behind.
 *
 * @throws FreeflowError `data` if the version is not there or not whole, `usage` for a place in a published version, or one that would pass for one,
 *   `storage` if the place is taken or cannot be written.
 */
export async function exportVersion(
  { version, out, allowUnverified }: ExportRequest,
  hdfs: HdfsOptions,
): Promise<ExportedVersion> {
  const { files, path } = await filesAt(out, hdfs)
  await requireOutsideVersions({ files, path })
  if (isVersionName(basename(path)))
    throw new FreeflowError(
      'usage',
      `${path} would be taken for a version, and only training publishes those`,
      {
        hint: 'choose a name that is no date and time',
      },
    )
  const inspection = await inspectVersion(version.files, version.directory)
  requireWhole(version, inspection, allowUnverified)
  const { manifest, entries } = inspection
  const published = new Set([
    'MANIFEST.json',
    ...(manifest ?? { files: entries }).files.map(({ name }) => name),
  ])
  const copied = entries.filter(({ name, kind }) => kind === 'file' && published.has(name))
  await directoryWriter(hdfs)(path, async ({ content }) => {
    await version.files.withLocalCopy(version.directory, (local) =>
      copyFiles(
        local,
        content,
        copied.map(({ name }) => name),
      ),
    )
    if (manifest === null) return
    const copy = { directory: content, files: localFiles }
    refuse(version, await verifyVersion(copy))
  })
  return { path, numFiles: copied.length, sizeBytes: copied.reduce((sum, { length }) => sum + length, 0) }
}

function requireWhole(
  version: StoredVersion,
  { state, entries, findings }: Inspection,
  allowUnverified: boolean,
) {
  if (entries.length === 0)
    throw new FreeflowError('data', `${version.directory}: no version is there`, {
      hint: 'see freeflow models list',
    })
  if (state === 'unverified' && !allowUnverified)
    throw new FreeflowError('data', `${version.directory} has no manifest: it cannot be compared`, {
      hint: 'give --allow-unverified to copy it as it is',
    })
  if (state !== 'unverified') refuse(version, findings)
}

function refuse({ directory }: StoredVersion, findings: Inspection['findings']): void {
  if (findings.length === 0) return
  const list = findings.map(({ file, problem }) => `${file} ${problem}`).join('; ')
  throw new FreeflowError('data', `${directory}: ${list}`)
}

async function copyFiles(from: string, to: string, names: readonly string[]): Promise<void> {
  for (const parent of new Set(names.map((name) => dirname(name))))
    await mkdir(join(to, parent), { recursive: true })
  for (const name of names) await localFiles.copyIn(join(from, name), join(to, name))
}
