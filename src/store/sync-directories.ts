import type { StoreFiles } from './store-files.ts'

/**
 * Flushes the names in a directory and in all directories under it that hold the given files.
 *
 * @param written  Files by names relative to the directory, forward slashes between.
 */
export async function syncDirectories(
  files: StoreFiles,
  directory: string,
  written: readonly { readonly name: string }[],
): Promise<void> {
  const parents = new Set<string>()
  for (const { name } of written)
    for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) parents.add(name.slice(0, at))
  for (const parent of parents) await files.sync(`${directory}/${parent}`)
  await files.sync(directory)
}
