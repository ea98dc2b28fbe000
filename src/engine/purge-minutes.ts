import type { DataOptions } from './data-options.ts'
import type { LearningTask } from './engine.ts'

/**
 * Gives the time between training and test rows in minutes, `null` where rows are not split by time.
 *
 * @param options.purge  One of the forms that its setting accepts; `auto` is as far as the task reaches.
 */
export function purgeMinutes(
  { split, purge }: Pick<DataOptions, 'split' | 'purge'>,
  { reachMinutes }: Pick<LearningTask, 'reachMinutes'>,
): number | null {
  if (split !== 'temporal') return null
  if (purge === 'auto') return reachMinutes
  return Number.parseInt(purge, 10) * (purge.endsWith('h') ? 60 : 1)
}
