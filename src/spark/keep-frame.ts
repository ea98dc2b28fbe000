import { analyze } from './analyze.ts'
import type { Frame } from './frame.ts'
import type { Link } from './link.ts'

/**
 * Makes Spark keep the rows of a frame once they are made, in memory and what does not fit there on disk, for frames
 * that are read again and again: folds, trees.
 */
export async function persistFrame(link: Link, { relation }: Frame): Promise<void> {
  const storageLevel = { useDisk: true, useMemory: true, deserialized: true, replication: 1 }
  await analyze(link, 'persist', { case: 'persist', value: { relation, storageLevel } })
}

/** Lets go of the rows of a frame, and waits until they are gone. */
export async function unpersistFrame(link: Link, { relation }: Frame): Promise<void> {
  await analyze(link, 'unpersist', { case: 'unpersist', value: { relation, blocking: true } })
}
