import type { FeatureColumns } from '../prepare/fit-pipeline.ts'
import type { ExpectedColumn } from '../traffic/check-columns.ts'
import { featureColumns } from '../traffic/columns.ts'

/** Gives the columns of a feature table that are needed to learn from some features, and what each may hold. */
export function expectedColumns(features: FeatureColumns): ExpectedColumn[] {
  const isFeature = (name: string) => [...features.numeric, ...features.categorical].includes(name)
  return featureColumns
    .filter(({ name, kind }) => kind === 'key' || kind === 'target' || isFeature(name))
    .map(({ name }) => ({ name, kinds: columnKinds(name, features) }))
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
