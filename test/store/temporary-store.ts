import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Publication } from '../../src/store/publication.ts'
import { publishVersions } from '../../src/store/publish-versions.ts'
import { openStore, type Store, type StoredVersion } from '../../src/store/store.ts'

/** What the versions of most tests hold, beside metadata.json. */
export const sampleFiles = {
  'model/data/part-00000.parquet': 'tree tree tree',
  'model/metadata/part-00000': '{"class":"forest"}',
  'golden.json': '{}',
}

/** Where flushing takes no time, as far as the system has such a place. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Makes a directory that is removed when the test has finished. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(scratch, 'freeflow-store-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Opens a store in a directory that is removed when the test has finished. */
export function temporaryStore(): Promise<Store> {
  return openStore(temporaryDirectory())
}

/** Writes files, given as text by name, under a directory. */
export function writeFiles(
  directory: string,
  textByName: Readonly<Record<string, string | Uint8Array>>,
): void {
  for (const [name, text] of Object.entries(textByName)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true })
    writeFileSync(join(directory, name), text)
  }
}

/** A publication of the given files. */
export function publicationOf(
  model: string,
  textByName: Readonly<Record<string, string | Uint8Array>> = sampleFiles,
): Publication {
  return {
    model,
    publishId: randomUUID(),
    write: async (directory) => writeFiles(directory, textByName),
    metadata: ({ version }) => ({ model_name: model, timestamp: version }),
  }
}

/** Publishes one version at a time given as in `2026-01-01T00:00:00Z`. */
export async function publishAt(
  store: Store,
  model: string,
  time: string,
  textByName?: Readonly<Record<string, string | Uint8Array>>,
): Promise<StoredVersion> {
  const [version] = await publishVersions(store, [publicationOf(model, textByName)], () => Date.parse(time))
  return version
}
