import type { FeatureMatrix } from '../../model/feature-matrix.ts'
import { type SharedTasks, takeTasks } from '../shared-tasks.ts'
import { BinCode } from './bin-code.ts'
import { type Binning, binFeature, fitBin } from './bins.ts'

/** Features to be cut into bins by several threads, each by the one that comes first. */
export interface ColumnTask {
  readonly matrix: FeatureMatrix
  readonly maxBins: number
  /** One for each feature. */
  readonly tasks: SharedTasks
}

/** One feature, cut. */
export interface BinnedColumn {
  /** Its index. */
  readonly feature: number
  readonly cut: Binning[number]
  /** Its bin in each row, [numRows]. */
  readonly bins: Uint8Array
}

/** Says whether other threads can read the values of a matrix where they are. */
export function isShared({ features }: FeatureMatrix): boolean {
  return features.every((feature) => {
    const { buffer } = feature.kind === 'one-hot' ? feature.codes : feature.values
    return buffer instanceof SharedArrayBuffer
  })
}

/** Cuts feature by feature, as long as there are some that no thread has taken. */
export function* binColumns({ matrix, maxBins, tasks }: ColumnTask): Generator<BinnedColumn> {
  const { numRows, features } = matrix
  const code = new BinCode(numRows)
  for (const feature of takeTasks(tasks, features.length)) {
    const cut = fitBin(features[feature], maxBins, code)
    const bins = new Uint8Array(numRows)
    binFeature(cut, features[feature], bins, code)
    yield { feature, cut, bins }
  }
}
