import { dirname } from 'node:path'
import type { StoreFiles } from '../../src/store/store-files.ts'

/** Writes a new file of text, and makes the directories above it. */
export async function put(files: StoreFiles, path: string, text: string | Uint8Array): Promise<void> {
  await files.makeDirectory(dirname(path), [])
  if ((await files.create(path, Buffer.from(text))) === 'exists') throw new Error(`${path} is there`)
}

/** Writes a file of text in the place of another. */
export async function overwrite(files: StoreFiles, path: string, text: string): Promise<void> {
  await files.remove(path)
  await put(files, path, text)
}

/** Reads a file as text. */
export async function textAt(files: StoreFiles, path: string): Promise<string> {
  return Buffer.from(await files.read(path)).toString()
}

/** Lists the names in a directory. */
export async function names(files: StoreFiles, directory: string): Promise<readonly string[]> {
  return ((await files.list(directory)) ?? []).map(({ name }) => name)
}
