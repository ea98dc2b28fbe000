// Does one task of a benchmark with our own library and prints what it took.
//
// usage: node --expose-gc bench/learn/ours.mjs MATRIX TASK, TASK as JSON (see cases.mjs)
import { createHash } from 'node:crypto'
import { binMatrix } from '../../dist/learn/bin-matrix.js'
import { fitBoosting } from '../../dist/learn/boosting.js'
import { fitForest, fitForests } from '../../dist/learn/forest.js'
import { fitLinearRegression } from '../../dist/learn/linear-regression.js'
import { gridPoints, planFits } from '../../dist/learn/plan-fits.js'
import { scorePoints } from '../../dist/learn/score-points.js'
import { regressionMetrics } from '../../dist/metrics/regression.js'
import { writeDenseRows } from '../../dist/model/feature-matrix.js'
import { predictDense, predictRows } from '../../dist/model/predict-rows.js'
import { startMeter } from './meter.mjs'
import { readMatrix } from './read-matrix.mjs'

const [directory, json] = process.argv.slice(2)
const task = JSON.parse(json)
const train = readMatrix(directory, 'train')
const test = readMatrix(directory, 'test')
console.log(JSON.stringify(await { fit, bin, predict, row, grid }[task.kind]()))

async function fit() {
  const stop = startMeter()
  const model = await fitted(task.threads)
  const used = stop()
  return { ...used, ...scoreOf(model), rows: train.matrix.numRows, trees: hashOf(model) }
}

async function bin() {
  const stop = startMeter()
  await binMatrix(train.matrix, 256, { crew: null })
  return { ...stop(), r2: null, rows: train.matrix.numRows }
}

async function predict() {
  const model = await fitted(2)
  predictRows(model, test.matrix)
  const stop = startMeter()
  for (let time = 0; time < task.repeats; time++) predictRows(model, test.matrix)
  return { ...stop(), ...scoreOf(model), rows: test.matrix.numRows * task.repeats }
}

/** Predicts rows one by one, as a service does that gets them one by one. */
async function row() {
  const model = await fitted(2)
  const { numSlots } = test.matrix
  const rows = Array.from({ length: 1000 }, (_, row) => {
    const dense = new Float64Array(numSlots)
    writeDenseRows(test.matrix, row, row + 1, dense)
    return dense
  })
  const out = new Float64Array(1)
  const predictEach = () => {
    for (const dense of rows) predictDense(model, dense, out)
  }
  for (let time = 0; time < 5; time++) predictEach()
  const stop = startMeter()
  for (let time = 0; time < task.repeats; time++) predictEach()
  return { ...stop(), ...scoreOf(model), rows: rows.length * task.repeats }
}

/** Fits a grid of forests and scores each point on the test rows, by shared fits or point by point. */
async function grid() {
  const points = gridPoints(task.grid).map((point) => ({
    ...{ maxBins: 256, seed: 42, featureSubsetStrategy: task.share },
    ...point,
  }))
  const separate = points.map((params, index) => ({ models: [{ params, points: [index] }] }))
  const plan = task.shared ? planFits('random_forest', points) : separate
  const r2s = []
  const stop = startMeter()
  for (const { models: planned } of plan) {
    const params = planned.map((one) => one.params)
    const models = await fitForests(train, params, { threads: task.threads })
    for (const [which, model] of models.entries()) {
      const answered = planned[which].points
      const wanted = answered.map((index) => points[index])
      scorePoints(model, test.matrix, test.labels, wanted).forEach(({ r2 }, at) => {
        r2s[answered[at]] = r2
      })
    }
  }
  const fits = plan.reduce((sum, { models }) => sum + models.length, 0)
  return { ...stop(), r2: Math.max(...r2s), r2s, fits, rows: train.matrix.numRows }
}

async function fitted(threads) {
  const { model, trees, depth, share, stepSize } = task
  if (model === 'linear') return fitLinearRegression(train, { regParam: 0.01 })
  const params = { maxDepth: depth, maxBins: 256, seed: 42 }
  return model === 'forest'
    ? fitForest(train, { ...params, numTrees: trees, featureSubsetStrategy: share }, { threads })
    : fitBoosting(train, { ...params, maxIter: trees, stepSize, ...task.boosting }, { threads })
}

function scoreOf(model) {
  return regressionMetrics(test.labels, predictRows(model, test.matrix))
}

/** Gives a short hash of every array of every tree: what changes the speed must leave it as it is. */
function hashOf({ trees = [], coefficients = [] }) {
  const hash = createHash('sha256').update(String(coefficients))
  for (const tree of trees)
    for (const array of Object.values(tree))
      if (ArrayBuffer.isView(array))
        hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  return hash.digest('hex').slice(0, 12)
}
