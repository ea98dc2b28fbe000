import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDirectory } from '../make-directory.ts'
import type { HdfsSession } from './session.ts'

/** Hands a new directory of the local disk to `use`, and removes it after, also on errors. */
export async function withScratch<T>(
  { scratch }: Pick<HdfsSession, 'scratch'>,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  await makeDirectory(scratch)
  const directory = await mkdtemp(join(scratch, 'hdfs-'))
  try {
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
