import { fitModel } from '../engine/embedded/fit-model.ts'
import type { JobHost } from '../engine/host.ts'
import { numBoostingKernels } from '../learn/boosting.ts'
import type { TrainingSet } from '../learn/training-set.ts'
import type { Params } from '../model/params.ts'
import { predictRows } from '../model/predict-rows.ts'
import { randomStream } from '../random.ts'
import { numNodes, type PlannedModel } from './plan-run.ts'
import type { ModelName } from './presets.ts'

const SAMPLE_ROWS = 20_000
const SHALLOW = 4
const NUM_TREES = 4
/** What each further thread adds to one that grows a boosted tree, as on two free cores. */
const SHARE_OF_FURTHER = 0.6

/**
 * Measures what a fit costs on this machine: a few trees, or one regression, on generated rows.
 *
 * A tree's cost is a share for rows x features x levels, measured on shallow trees, and a share for its
 * nodes, the rest on deep ones. It is an estimate: real trees end earlier or later than those on generated
 * rows, and other work on the machine counts.
 *
 * @returns Estimates the seconds of a fit on so many rows, its judging included.
 */
export async function calibrate(
  name: ModelName,
  params: Params,
  size: {
    readonly numeric: number
    readonly categorical: number
    readonly slots: number
    readonly threads: number
  },
  host: JobHost,
): Promise<PlannedModel['secondsOf']> {
  if (name === 'linear_regression') return calibrateLinear(params, size.slots, host)
  const train = generatedRows(size.numeric, size.categorical)
  const shallow = await timeTrees(name, { ...params, maxDepth: SHALLOW }, train, host)
  const deep = await timeTrees(name, params, train, host)
  const ofLevel = shallow.seconds / (SAMPLE_ROWS * SHALLOW)
  const ofNode =
    Math.max(0, deep.seconds - ofLevel * SAMPLE_ROWS * levelsOf(params, SAMPLE_ROWS)) / deep.numNodes
  return (given, numRows) => {
    const numTrees = Number(given['numTrees'] ?? given['maxIter'])
    const growing =
      numTrees * ofLevel * numRows * levelsOf(given, numRows) + ofNode * numNodes(given, numRows)
    return (
      growing / speedUp(name, given, numRows, size.threads) + numTrees * numRows * deep.secondsOfPrediction
    )
  }
}

/** Threads at work, less what they wait for each other: a forest's take whole trees, boosting's share each tree. */
function speedUp(name: ModelName, given: Params, numRows: number, threads: number): number {
  if (name === 'random_forest') return Math.min(threads, Number(given['numTrees']))
  return 1 + SHARE_OF_FURTHER * (numBoostingKernels(given, numRows, threads) - 1)
}

/** Levels that all rows pass: the depth, or less where nodes run out of rows. */
function levelsOf(params: Params, numRows: number): number {
  const rowsOfLeaf = Number(params['minInstancesPerNode'])
  return Math.min(Number(params['maxDepth']), Math.log2(Math.max(2, numRows / rowsOfLeaf)))
}

/** Seconds and nodes of one tree, and seconds to predict one row with it. */
async function timeTrees(name: ModelName, params: Params, train: TrainingSet, host: JobHost) {
  const numTreesName = name === 'random_forest' ? 'numTrees' : 'maxIter'
  const times: number[] = []
  const few = { ...params, [numTreesName]: NUM_TREES }
  const onProgress = () => times.push(host.now())
  const model = await fitModel(name, train, few, { threads: 1, signal: host.signal, onProgress })
  const start = host.now()
  predictRows(model, train.matrix)
  const predicted = (host.now() - start) / 1000
  const trees = model.kind === 'linear_regression' ? [] : model.trees
  return {
    // from one tree to the next: a worker's start does not count, and the quickest was disturbed least
    seconds: Math.min(...times.slice(1).map((time, index) => time - times[index])) / 1000,
    numNodes: trees.reduce((sum, tree) => sum + tree.numNodes, 0) / NUM_TREES,
    secondsOfPrediction: predicted / SAMPLE_ROWS / NUM_TREES,
  }
}

async function calibrateLinear(params: Params, numSlots: number, host: JobHost) {
  const train = generatedRows(numSlots, 0)
  const start = host.now()
  await fitModel('linear_regression', train, params, { threads: 1, signal: host.signal })
  const seconds = (host.now() - start) / 1000
  return (_: Params, numRows: number) => (seconds * numRows) / SAMPLE_ROWS
}

/** Generates rows whose label is a curve of some features, and noise, so that trees grow deep. */
function generatedRows(numeric: number, categorical: number): TrainingSet {
  const features = Array.from({ length: numeric + categorical }, (_, slot) => {
    const random = randomStream(SAMPLE_ROWS, slot)
    // a column of few values has few bins
    const draw = slot < numeric ? random.uniform : () => Math.floor(random.uniform() * 4)
    return { kind: 'numeric' as const, slot, values: Float64Array.from({ length: SAMPLE_ROWS }, draw) }
  })
  const noise = randomStream(SAMPLE_ROWS, features.length)
  const labels = Float64Array.from({ length: SAMPLE_ROWS }, (_, row) => {
    const curve = features.reduce((sum, { values }, slot) => sum + Math.sin((slot + 1) * values[row]), 0)
    return 10 * curve + noise.uniform()
  })
  const rowIds = Uint32Array.from({ length: SAMPLE_ROWS }, (_, row) => row)
  return { matrix: { numRows: SAMPLE_ROWS, numSlots: features.length, features }, labels, rowIds }
}
