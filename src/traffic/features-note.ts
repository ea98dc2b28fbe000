import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import { type FeatureTableInfo, featureTableInfo } from './feature-table-info.ts'

const noteSchema = z.looseObject({
  absent_columns: z.array(z.string()).default([]),
  timezone: z.string().optional(),
  network: featureTableInfo.shape.network.nullable().catch(null),
})

/** What the source of a feature table says of it. */
export interface FeaturesNote {
  /** Columns that the source does not have: they are left out, not missed. */
  readonly absentColumns: readonly string[]
  /** IANA zone of the calendar columns and partitions, `null` where it is not said. */
  readonly timezone: string | null
  /** What the features were measured against, `null` where it is not said in full. */
  readonly network: FeatureTableInfo['network'] | null
}

/**
 * Reads `_freeflow.json` of a feature table, in the directory or beside the file that the path names.
 *
 * @returns An empty note where there is none.
 * @throws FreeflowError `data` where it is not what it should be, `storage` where it cannot be read.
 */
export async function readFeaturesNote(path: string): Promise<FeaturesNote> {
  const isDirectory = (await unlessAbsent(path, stat(path)))?.isDirectory() === true
  const notePath = join(isDirectory ? path : dirname(path), '_freeflow.json')
  const text = await unlessAbsent(notePath, readFile(notePath, 'utf8'))
  return text === null ? emptyNote : parseFeaturesNote(text, notePath)
}

/** What is known where there is no note. */
export const emptyNote: FeaturesNote = { absentColumns: [], timezone: null, network: null }

/**
 * Reads the text of a `_freeflow.json`.
 *
 * @param place  Where it lies, for the error.
 * @throws FreeflowError `data` where it is not what it should be.
 */
export function parseFeaturesNote(text: string, place: string): FeaturesNote {
  try {
    const note = noteSchema.parse(JSON.parse(text))
    const { absent_columns: absentColumns, timezone = null, network } = note
    return { absentColumns, timezone, network }
  } catch (cause) {
    throw new FreeflowError('data', `${place}: is not the note of a feature table`, { cause })
  }
}

/** Gives what was read, `null` where nothing is there. */
async function unlessAbsent<T>(path: string, reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw new FreeflowError('storage', `${path}: cannot be read (${String(cause)})`, { cause })
  }
}
