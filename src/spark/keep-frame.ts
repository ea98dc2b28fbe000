import { analyze } from './analyze.ts'
import { type Frame, frameFrom } from './frame.ts'
import type { Link } from './link.ts'
import { runSql } from './run-sql.ts'
import { nameFrame } from './write-frame.ts'

/** A frame whose rows Spark keeps once they are made. */
export interface KeptFrame extends Frame {
  /** The view that holds it, for SQL. */
  readonly name: string
}

/**
 * Makes Spark keep the rows of a frame once they are made, in memory and what does not fit there on disk, for frames
 * that are read again and again: folds, trees.
 *
 * They are kept under a view. Spark makes the plan of a frame anew when it has seen some others since, and knows kept
 * rows again only by an equal plan, which that of a vector assembled anew is not; the plan of a view stays.
 *
 * @returns The frame to use from here on; what is made of the given one is computed anew.
 */
export async function persistFrame(link: Link, frame: Frame): Promise<KeptFrame> {
  const name = `kept_${link.newId().replaceAll('-', '_')}`
  await nameFrame(link, frame, name)
  const value = { readType: { case: 'namedTable', value: { unparsedIdentifier: name } } as const }
  const { relation } = frameFrom(link, { case: 'read', value })
  const storageLevel = { useDisk: true, useMemory: true, deserialized: true, replication: 1 }
  await analyze(link, 'persist', { case: 'persist', value: { relation, storageLevel } })
  return { relation, name }
}

/** Lets go of the rows of a frame, waits until they are gone, and drops its view. */
export async function unpersistFrame(link: Link, { relation, name }: KeptFrame): Promise<void> {
  await analyze(link, 'unpersist', { case: 'unpersist', value: { relation, blocking: true } })
  await runSql(link, `drop view if exists ${name}`)
}
