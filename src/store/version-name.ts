import { FreeflowError } from '../errors.ts'

/** Says whether a name is `YYYYMMDD_HHMMSS`, and a second that exists. */
export function isVersionName(name: string): boolean {
  return /^\d{8}_\d{6}$/.test(name) && versionNameAt(epochMsOf(name)) === name
}

/**
 * Gives the name of the next version: the UTC second of `now`, but at least one second after the newest.
 *
 * @param now  In ms since 1970.
 * @param newest  Name of a version, or `null` if there is none.
 * @throws FreeflowError `storage` past the year 9999.
 */
export function nextVersionName(now: number, newest: string | null): string {
  const name = versionNameAt(newest === null ? now : Math.max(now, epochMsOf(newest) + 1000))
  if (isVersionName(name)) return name
  throw new FreeflowError('storage', `no name is left for a version after ${newest ?? now}`, {
    hint: 'check the clock and the names of the versions that are there',
  })
}

function versionNameAt(epochMs: number): string {
  const date = new Date(epochMs)
  if (Number.isNaN(date.getTime())) return ''
  return date.toISOString().slice(0, -5).replaceAll(/[-:]/g, '').replace('T', '_')
}

function epochMsOf(name: string): number {
  return Date.parse(name.replace(/^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'))
}
