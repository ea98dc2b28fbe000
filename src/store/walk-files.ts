import type { Entry, StoreFiles } from './store-files.ts'

/**
 * Lists everything under a directory but the directories, sorted by name in UTF-16 order; follows no link.
 *
 * @returns Names relative to the directory, forward slashes between; `null` if it is not there.
 */
export async function walkFiles(files: StoreFiles, directory: string): Promise<readonly Entry[] | null> {
  const entries = await files.list(directory)
  if (entries === null) return null
  const found: Entry[] = []
  for (const entry of entries) {
    if (entry.kind !== 'directory') found.push(entry)
    else
      for (const { name, ...rest } of (await walkFiles(files, `${directory}/${entry.name}`)) ?? [])
        found.push({ ...rest, name: `${entry.name}/${name}` })
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}
