import type { Preset } from './presets.ts'
import type { TrainAllOptions } from './run.ts'
import type { TrainTask } from './train-model.ts'

/** Folds of a run: a forecast has some only where a grid is searched, for all of its models then. */
export function numFoldsOf(
  { name }: Pick<Preset, 'name'>,
  { cv, folds }: Pick<TrainAllOptions, 'cv' | 'folds'>,
  tasks: readonly Pick<TrainTask, 'grid'>[],
): number {
  const isSearched = name === 'nowcast' || tasks.some(({ grid }) => grid !== null)
  return cv && isSearched ? folds : 0
}
