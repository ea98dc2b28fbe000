import type { DataOptions } from './data-options.ts'

/** Minutes that the longest window of the nowcast looks back. */
const LONGEST_WINDOW_MINUTES = 60

/**
 * Gives the time between training and test rows in minutes, `null` where rows are not split by time.
 *
 * @param purge  One of the forms that its setting accepts.
 */
export function purgeMinutes({ split, purge }: Pick<DataOptions, 'split' | 'purge'>): number | null {
  if (split !== 'temporal') return null
  if (purge === 'auto') return LONGEST_WINDOW_MINUTES
  return Number.parseInt(purge, 10) * (purge.endsWith('h') ? 60 : 1)
}
