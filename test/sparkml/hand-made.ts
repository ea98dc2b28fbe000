import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { GradientBoostedTreesModel, RandomForestModel } from '../../src/model/ensemble.ts'
import type { LinearRegressionModel } from '../../src/model/linear.ts'
import type { Tree } from '../../src/model/tree.ts'
import type { PipelineModel } from '../../src/prepare/pipeline-model.ts'

/** Two questions: slot 0 at 0.25, then on the right slot 2 at 0. */
export const twoSplits: Tree = {
  numNodes: 5,
  feature: Int32Array.of(0, -1, 2, -1, -1),
  threshold: Float64Array.of(0.25, 0, 0, 0, 0),
  left: Int32Array.of(1, -1, 3, -1, -1),
  right: Int32Array.of(2, -1, 4, -1, -1),
  prediction: Float64Array.of(5, 3.5, 7.25, 6, 8.5),
  impurity: Float64Array.of(4, 1, 1.5625, 0, 0),
  gain: Float64Array.of(2, -1, 1.5625, -1, -1),
  numRows: Float64Array.of(10, 6, 4, 2, 2),
  sum: Float64Array.of(50, 21, 29, 12, 17),
  sumSquares: Float64Array.of(290, 79.5, 216.5, 72, 144.5),
}

/** One question: slot 1 at -0.5. */
export const oneSplit: Tree = {
  numNodes: 3,
  feature: Int32Array.of(1, -1, -1),
  threshold: Float64Array.of(-0.5, 0, 0),
  left: Int32Array.of(1, -1, -1),
  right: Int32Array.of(2, -1, -1),
  prediction: Float64Array.of(5, 4, 6),
  impurity: Float64Array.of(4, 3, 3),
  gain: Float64Array.of(1, -1, -1),
  numRows: Float64Array.of(10, 5, 5),
  sum: Float64Array.of(50, 20, 30),
  sumSquares: Float64Array.of(290, 95, 195),
}

/** No question at all. */
export const loneLeaf: Tree = {
  numNodes: 1,
  feature: Int32Array.of(-1),
  threshold: Float64Array.of(0),
  left: Int32Array.of(-1),
  right: Int32Array.of(-1),
  prediction: Float64Array.of(0.1),
  impurity: Float64Array.of(0),
  gain: Float64Array.of(-1),
  numRows: Float64Array.of(3),
  sum: Float64Array.of(0.30000000000000004),
  sumSquares: Float64Array.of(0.030000000000000006),
}

export const linear: LinearRegressionModel = {
  kind: 'linear_regression',
  numFeatures: 6,
  coefficients: Float64Array.of(0.5, -1.25, 3, 0.125, 0, -1e-7),
  intercept: 1.5,
  params: { maxIter: 100, regParam: 0.01, elasticNetParam: 0, solver: 'auto', fitIntercept: true },
}

export const forest: RandomForestModel = {
  kind: 'random_forest',
  numFeatures: 6,
  trees: [twoSplits, oneSplit],
  params: {
    numTrees: 2,
    bootstrap: true,
    maxDepth: 5,
    maxBins: 256,
    featureSubsetStrategy: '0.82',
    seed: 42,
  },
}

export const boosting: GradientBoostedTreesModel = {
  kind: 'gradient_boosted_trees',
  numFeatures: 6,
  trees: [twoSplits, oneSplit, loneLeaf],
  treeWeights: Float64Array.of(1, 0.1, 0.1),
  params: { maxIter: 3, stepSize: 0.1, lossType: 'squared', maxDepth: 8, minInfoGain: 0, seed: 42 },
}

/** Strings c (three labels) and numbers x1, x2 to six scaled slots. */
export const preparation: PipelineModel = {
  stages: [
    {
      kind: 'StringIndexerModel',
      inputCols: ['c'],
      outputCols: ['ci'],
      labelsArray: [['b', 'a', 'c ü"\\']],
      handleInvalid: 'keep',
    },
    {
      kind: 'OneHotEncoderModel',
      inputCols: ['ci'],
      outputCols: ['cv'],
      categorySizes: [4],
      dropLast: true,
      handleInvalid: 'keep',
    },
    {
      kind: 'VectorAssembler',
      inputCols: ['x1', 'x2', 'cv'],
      outputCol: 'raw_features',
      handleInvalid: 'error',
    },
    {
      kind: 'StandardScalerModel',
      inputCol: 'raw_features',
      outputCol: 'features',
      mean: Float64Array.of(2, 10, 0.5, 0.25, 0.25, 0),
      std: Float64Array.of(2, 5, 0.5, 0.5, 0.5, 0),
      withMean: true,
      withStd: true,
    },
  ],
}

/** Numbers a and b, nulls of which are imputed, to two slots. */
export const imputation: PipelineModel = {
  stages: [
    {
      kind: 'ImputerModel',
      inputCols: ['a', 'b'],
      outputCols: ['a_imputed', 'b_imputed'],
      strategy: 'median',
      surrogates: Float64Array.of(2.5, -7),
    },
    {
      kind: 'VectorAssembler',
      inputCols: ['b_imputed', 'a_imputed'],
      outputCol: 'features',
      handleInvalid: 'error',
    },
  ],
}

export const trainedAt = Date.UTC(2026, 10, 20)

/** Makes an empty directory that goes when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'freeflow-sparkml-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Bytes of all files below a directory by their path in it. */
export function filesBelow(directory: string): Map<string, Buffer> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return new Map(names.map((path) => [path.slice(directory.length + 1), readFileSync(path)]))
}
