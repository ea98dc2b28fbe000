import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { BinCode } from '../../dist/learn/bins/bin-code.js'
import { binFeature, fitBins } from '../../dist/learn/bins/bins.js'
import { fitBoosting } from '../../dist/learn/boosting.js'
import { fitForest } from '../../dist/learn/forest.js'
import { regressionMetrics } from '../../dist/metrics/regression.js'
import { predictRows } from '../../dist/model/predict-rows.js'
import { randomStream } from '../../dist/random.js'
import { readMatrix } from '../learn/read-matrix.mjs'

const learners = { random_forest: fitForest, gradient_boosted_trees: fitBoosting }

/**
 * Fits models of the embedded engine whose thresholds come from a sample of the training rows, as in Spark, and scores
 * them on the test rows.
 *
 * Each value is replaced by the number of its bin in the sample before anything is learnt: of so few different values
 * the learners take every gap as a threshold, so that trees are those of the sample's thresholds.
 *
 * @param place  `features`, a table, and a `folder` for its rows.
 * @param models  Parameters by the name of the learner.
 * @param seeds  For each a sample of its own, and of forests their random numbers.
 * @param size  Rows of a sample, on average: each is in it with equal probability, as in Spark.
 * @returns RMSE by learner, one for each seed.
 */
export async function sampledErrors({ features, folder }, models, { seeds, size }) {
  const directory = join(folder, 'matrix')
  execFileSync('node', [join(import.meta.dirname, '../learn/export-matrix.mjs'), features, directory], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [train, test] = ['train', 'test'].map((side) => readMatrix(directory, side))
  const errors = Object.fromEntries(Object.keys(models).map((name) => [name, []]))
  for (const seed of seeds)
    for (const [name, params] of Object.entries(models)) {
      const binning = fitBins(sampleOf(train.matrix, seed, size), params.maxBins)
      const options = { threads: availableParallelism() }
      const binned = { ...train, matrix: binsOf(train.matrix, binning) }
      const model = await learners[name](binned, { ...params, seed }, options)
      const predictions = predictRows(model, binsOf(test.matrix, binning))
      errors[name].push(regressionMetrics(test.labels, predictions).rmse)
    }
  return errors
}

/** Gives some rows of a matrix, each with equal probability; of one-hot features, which are not cut, none. */
function sampleOf({ numRows, features, ...matrix }, seed, size) {
  const { uniform } = randomStream(seed)
  const rows = Uint32Array.from({ length: numRows }, (_, row) => row).filter(() => uniform() < size / numRows)
  const some = (feature) =>
    feature.kind === 'numeric'
      ? { ...feature, values: Float64Array.from(rows, (row) => feature.values[row]) }
      : feature
  return { ...matrix, numRows: rows.length, features: features.map(some) }
}

/** Gives a matrix with the number of its bin in place of each numeric value. */
function binsOf(matrix, binning) {
  const code = new BinCode(matrix.numRows)
  const features = matrix.features.map((feature, at) => {
    if (feature.kind !== 'numeric') return feature
    const bins = new Uint8Array(matrix.numRows)
    binFeature(binning[at], feature, bins, code)
    return { ...feature, values: Float64Array.from(bins) }
  })
  return { ...matrix, features }
}
