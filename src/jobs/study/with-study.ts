import type { JobHost } from '../../engine/host.ts'
import type { Study } from '../../engine/study.ts'
import { openStudy, type StudyOptions } from './open-study.ts'
import type { StudyConfig } from './study-config.ts'

/** The searches of one run. */
interface RunSearches {
  readonly options: StudyOptions
  readonly config: StudyConfig
  /** Where the time limit begins, in milliseconds since 1970. */
  readonly startMs: number
}

/**
 * Opens the study of a run for `use`, and ends it after: it is kept where `use` did not do all, or failed.
 *
 * @throws FreeflowError as `openStudy`; what `use` throws.
 */
export async function withStudy<T>(
  { options, config, startMs }: RunSearches,
  host: JobHost,
  use: (study: Study) => Promise<{ readonly result: T; readonly isDone: boolean }>,
): Promise<T> {
  const study = await openStudy(options, config, startMs, host)
  let isDone = false
  try {
    const used = await use(study)
    isDone = used.isDone
    return used.result
  } finally {
    await study.close(isDone ? 'finished' : 'unfinished')
  }
}
