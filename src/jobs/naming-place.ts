import type { JobHost } from '../engine/host.ts'
import { withPlaceNamed } from '../with-place-named.ts'

/**
 * Runs what works on a copy, and names in all that it reports and in its errors the place that was copied.
 *
 * @param names.copy  A path whose mentions become `place`.
 */
export function namingPlace<T>(
  { copy, place }: { readonly copy: string; readonly place: string },
  host: JobHost,
  use: (host: JobHost) => Promise<T>,
): Promise<T> {
  const { report } = host
  const named = (text: string) => text.replaceAll(copy, place)
  const reporter = {
    info: (line: string) => report.info(named(line)),
    warn: (line: string) => report.warn(named(line)),
    progress: (task: string, done: number, total: number) => report.progress(named(task), done, total),
  }
  return withPlaceNamed(copy, place, () => use({ ...host, report: reporter }))
}
