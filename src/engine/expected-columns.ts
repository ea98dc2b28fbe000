import type { FeatureColumns } from '../prepare/fit-pipeline.ts'
import type { ExpectedColumn } from '../traffic/check-columns.ts'
import type { LearningTask } from './engine.ts'

/** Gives the columns of a table that a task needs, and what each may hold: keys, target, features. */
export function expectedColumns({
  features,
  target,
}: Pick<LearningTask, 'features' | 'target'>): ExpectedColumn[] {
  const names = ['sensor_id', 'timestamp', target, ...features.numeric, ...features.categorical]
  return names.map((name) => ({ name, kinds: columnKinds(name, features) }))
}

/** Gives the features that are there. */
export function presentFeatures(
  { numeric, categorical }: FeatureColumns,
  isPresent: (name: string) => boolean,
): FeatureColumns {
  return { numeric: numeric.filter(isPresent), categorical: categorical.filter(isPresent) }
}

function columnKinds(name: string, features: FeatureColumns): ExpectedColumn['kinds'] {
  if (name === 'timestamp') return ['instant']
  if (name === 'sensor_id') return ['string', 'number']
  return features.categorical.includes(name) ? ['number', 'string'] : ['number']
}
