import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { makeDirectory } from '../make-directory.ts'

/** Where the content of a directory is written before it appears. */
export interface StagedDirectory {
  /** Becomes the directory. */
  readonly content: string
  /** For what is not kept; removed after. */
  readonly scratch: string
}

/**
 * Makes a directory appear whole or not at all: `fill` writes into a hidden one beside it, which is renamed
 * when all is there. On errors nothing is left.
 *
 * @param path  Must not exist, or be an empty directory; its parents are made.
 * @returns What `fill` returns.
 * @throws FreeflowError `storage` if something is there or it cannot be written; what `fill` throws, file
 *   system errors as `storage`.
 */
export async function writeDirectory<T>(
  path: string,
  fill: (staged: StagedDirectory) => Promise<T>,
): Promise<T> {
  const target = resolve(path)
  try {
    await refuseTaken(path)
    await makeDirectory(dirname(target))
    const hidden = await mkdtemp(join(dirname(target), `.${basename(target)}.`))
    try {
      const staged = { content: join(hidden, 'content'), scratch: join(hidden, 'scratch') }
      await mkdir(staged.content)
      await mkdir(staged.scratch)
      const result = await fill(staged)
      await rename(staged.content, target)
      return result
    } finally {
      await rm(hidden, { recursive: true, force: true })
    }
  } catch (error) {
    throw storageFailure(path, error)
  }
}

async function refuseTaken(path: string): Promise<void> {
  const names = await readdir(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return []
    throw error
  })
  if (names.length > 0) {
    throw new FreeflowError('storage', `${path}: the directory is not empty`, {
      hint: 'name a new directory, or remove this one first; nothing in it was changed',
    })
  }
}

/** Names the place where writing failed; errors of our own, and those of no file system, pass unchanged. */
function storageFailure(path: string, error: unknown): unknown {
  const code = errorCode(error)
  if (error instanceof FreeflowError || code === null) return error
  const rule =
    code === 'ENOTEMPTY' || code === 'EEXIST'
      ? 'the directory is not empty'
      : code === 'ENOTDIR'
        ? 'is a file, or lies below one'
        : `cannot be written (${code})`
  return new FreeflowError('storage', `${path}: ${rule}`, { cause: error })
}

function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}
