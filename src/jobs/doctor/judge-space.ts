import { type CheckResult, found } from './check-result.ts'

/** A version of a forest on one week of METR-LA took 33e6. */
const ENOUGH_SPACE_BYTES = 1e9

/**
 * Says how much room a place has; less than 1 GB is a warning.
 *
 * @param text  Names the place and what is free there.
 */
export function judgeSpace(id: string, text: string, freeBytes: number): CheckResult {
  if (freeBytes >= ENOUGH_SPACE_BYTES) return found(id, 'ok', text)
  return found(
    id,
    'warn',
    text,
    'free some space, or choose another place: a version of a forest takes 30 MB and more',
  )
}
