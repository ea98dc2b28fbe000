import { readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { JobHost, Reporter } from '../../engine/host.ts'
import type { Study } from '../../engine/study.ts'
import { FreeflowError } from '../../errors.ts'
import { makeDirectory } from '../../make-directory.ts'
import { msFromText } from '../../ms-from-text.ts'
import { storageError } from '../../store/storage-error.ts'
import { holdDirectory } from './hold-directory.ts'
import { configDifferences, type StudyConfig, studyKey } from './study-config.ts'
import { openUnitJournal } from './unit-journal.ts'

/** How a run keeps what its searches have found. */
export interface StudyOptions {
  /** Local directory; studies lie in `studies/` of it. */
  readonly work: string
  /** Whether to go on with what a run with the same config left, which ended before its time. */
  readonly resume?: boolean | undefined
  /** Time after which no further fit is begun, such as `10m`. */
  readonly timeLimit?: string | undefined
}

/** A study that this process alone works on. */
export interface OpenStudy extends Study {
  /** Ends it: it is removed if all was done, or if it holds nothing; else it waits for a run that resumes it. */
  close(outcome: 'finished' | 'unfinished'): Promise<void>
}

/** Differences that a message names. */
const NUM_NAMED = 3

/**
 * Opens the study of a config.
 *
 * @param startMs  Where the time limit begins, in milliseconds since 1970.
 * @throws FreeflowError `usage` where `resume` is asked for and only studies of other configs are there; `storage`
 *   where another process works on it, or `work` cannot be written.
 */
export async function openStudy(
  options: StudyOptions,
  config: StudyConfig,
  startMs: number,
  host: JobHost,
): Promise<OpenStudy> {
  const { resume = false, timeLimit } = options
  const limitMs = timeLimit === undefined ? Number.POSITIVE_INFINITY : msFromText(timeLimit, '--time-limit')
  const studies = resolve(options.work, 'studies')
  const directory = join(studies, studyKey(config))
  try {
    if (resume) await requireSameConfig(studies, directory, config)
    await makeDirectory(directory)
    const keep = await openIn(directory, resume, config, host)
    return { ...keep, isTimeUp: () => host.now() >= startMs + limitMs }
  } catch (cause) {
    throw cause instanceof FreeflowError ? cause : storageError('write', directory, cause)
  }
}

async function openIn(
  directory: string,
  resume: boolean,
  config: StudyConfig,
  { report }: JobHost,
): Promise<Omit<OpenStudy, 'isTimeUp'>> {
  const release = await holdDirectory(directory)
  if (typeof release === 'string')
    throw new FreeflowError('storage', `${directory}: another process searches with this config`, {
      hint: `wait for it, or give --work another directory; if it no longer runs, remove ${release}`,
    })
  const path = join(directory, 'units')
  if (!resume) await rm(path, { force: true })
  await writeConfig(directory, config)
  const journal = openUnitJournal(path)
  if (resume) tellFound(journal.found.size, report)
  let numKept = journal.found.size
  return {
    scoresOf: (unit) => journal.found.get(unit) ?? null,
    keep: (unit, scores) => {
      try {
        journal.append(unit, scores)
      } catch (cause) {
        throw storageError('write', path, cause)
      }
      numKept++
    },
    close: async (outcome) => {
      journal.close()
      if (outcome === 'unfinished' && numKept > 0) {
        report.info(`${numKept} fits of the search are kept: --resume goes on with them`)
        return release()
      }
      await rm(directory, { recursive: true, force: true })
      // others may have theirs beside it
      await rmdir(dirname(directory)).catch(() => null)
    },
  }
}

/** Writes the config of a study, whole or not at all. */
async function writeConfig(directory: string, config: StudyConfig): Promise<void> {
  const path = join(directory, 'config.json')
  // nobody else writes here while the directory is held
  await writeFile(`${path}.new`, `${JSON.stringify(config, null, 2)}\n`)
  await rename(`${path}.new`, path)
}

/** Reads the config of a study; `null` where it is torn, or gone. */
async function readConfig(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}

function tellFound(numUnits: number, report: Reporter): void {
  report.info(
    numUnits === 0
      ? 'Nothing to resume: the search starts from the beginning'
      : `Resuming: ${numUnits} fits of the search were finished before`,
  )
}

/** Refuses to take up a study where all that are there are of other configs; one without a whole config is none. */
async function requireSameConfig(studies: string, directory: string, config: StudyConfig): Promise<void> {
  const names = await readdir(studies).catch(() => [])
  if (names.length === 0 || (await stat(directory).catch(() => null)) !== null) return
  const paths = await newestFirst(names.map((name) => join(studies, name, 'config.json')))
  const configs = await Promise.all(paths.map(readConfig))
  const newest = configs.find((known) => known !== null)
  if (newest === undefined) return
  const differences = configDifferences(newest, config)
  const more = differences.length > NUM_NAMED ? `; and ${differences.length - NUM_NAMED} more` : ''
  const named = differences.slice(0, NUM_NAMED).join('; ')
  throw new FreeflowError('usage', `--resume: no unfinished search has this config: ${named}${more}`, {
    hint: `give the values of before, or start anew without --resume; unfinished searches are in ${studies}`,
  })
}

async function newestFirst(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => ({ path, time: (await stat(path).catch(() => null))?.mtimeMs ?? 0 })),
  )
  return found
    .filter(({ time }) => time > 0)
    .sort((a, b) => b.time - a.time)
    .map(({ path }) => path)
}
