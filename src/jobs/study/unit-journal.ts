import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { z } from 'zod'

/** Scores of finished fits on the local disk, one line each, which a kill at any moment cannot spoil. */
export interface UnitJournal {
  /** Scores of the units that were there when it was opened. */
  readonly found: ReadonlyMap<string, readonly number[]>
  /** Adds a unit and flushes it. */
  append(unit: string, scores: readonly number[]): void
  close(): void
}

const entrySchema = z.object({ unit: z.string(), scores: z.array(z.number()).readonly() })
type Entry = z.infer<typeof entrySchema>

/**
 * Opens a journal, or begins one.
 *
 * Each line carries the CRC-32 of its text. What follows the first line that is torn or damaged is cut off: those
 * units are done again. A whole line that is no unit with scores is passed over.
 *
 * @throws The system's error where it cannot be read or written.
 */
export function openUnitJournal(path: string): UnitJournal {
  const found = new Map<string, readonly number[]>()
  const handle = openSync(path, 'a')
  const bytes = readFileSync(path)
  let end = 0
  for (let next = bytes.indexOf('\n') + 1; next > 0; next = bytes.indexOf('\n', end) + 1) {
    const text = textOf(bytes.toString('utf8', end, next - 1))
    if (text === null) break
    const entry = entryOf(text)
    if (entry !== null) found.set(entry.unit, entry.scores)
    end = next
  }
  truncateSync(path, end)
  return {
    found,
    append: (unit, scores) => {
      writeSync(handle, lineOf({ unit, scores }))
      fsyncSync(handle)
    },
    close: () => closeSync(handle),
  }
}

function lineOf(entry: Entry): string {
  const text = JSON.stringify(entry)
  return `${checksumOf(text)} ${text}\n`
}

/** Gives what a line says; `null` where it is torn or damaged. */
function textOf(line: string): string | null {
  const text = line.slice(9)
  return line.slice(0, 8) === checksumOf(text) ? text : null
}

/** Gives the unit that a text describes; `null` where it is another document, or has a score that is no number. */
function entryOf(text: string): Entry | null {
  try {
    return entrySchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}
