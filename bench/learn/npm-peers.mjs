// Does one task of a benchmark with a library from npm and prints what it took.
//
// usage: node --expose-gc bench/learn/npm-peers.mjs MATRIX TASK PEER DIRECTORY, where DIRECTORY has the node_modules
// Neither ends on all rows, so each learns from evenly spaced rows: rows_per_s is what can be compared. ydf-training
// takes CSV and no parameter but label and task, so a forest of it has the trees that are YDF's default.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { regressionMetrics } from '../../dist/metrics/regression.js'
import { startMeter } from './meter.mjs'
import { readMatrix } from './read-matrix.mjs'

const NUM_TEST = 2000
const YDF_TREES = 300
const [directory, json, peer, packages] = process.argv.slice(2)
const task = JSON.parse(json)
const require = createRequire(join(packages, 'package.json'))
const learn = { 'ydf-training': learnYdf, 'ml-random-forest': learnMl }[peer]
const test = evenRows(readMatrix(directory, 'test'), NUM_TEST)
const { numRows, numTrees, learnFrom } = await learn()
const train = evenRows(readMatrix(directory, 'train'), numRows)
const stop = startMeter()
const predict = learnFrom(train)
const used = stop()
const { r2 } = regressionMetrics(Float64Array.from(test.labels), Float64Array.from(predict(test)))
const { version } = require(`${packages}/node_modules/${peer}/package.json`)
console.log(JSON.stringify({ ...used, r2, rows: numRows, num_trees: numTrees, version }))

async function learnYdf() {
  const ydf = await require('ydf-training')({ print: () => {}, printErr: () => {} })
  const Learner = task.model === 'forest' ? ydf.RandomForestLearner : ydf.GradientBoostedTreesLearner
  const learnFrom = (rows) => {
    const model = new Learner('label', 'REGRESSION').train(csvOf(rows))
    return (others) => model.predict(csvOf(others))
  }
  // boosting may stop early
  return { numRows: 10_000, numTrees: task.model === 'forest' ? YDF_TREES : null, learnFrom }
}

async function learnMl() {
  const { RandomForestRegression } = require('ml-random-forest')
  const options = { nEstimators: 5, maxFeatures: 1 / 3, useSampleBagging: true, noOOB: true, seed: 42 }
  const learnFrom = (rows) => {
    const forest = new RandomForestRegression({ ...options, treeOptions: { maxDepth: task.depth } })
    forest.train(rows.columns, rows.labels)
    return (others) => forest.predict(others.columns)
  }
  return { numRows: 2000, numTrees: options.nEstimators, learnFrom }
}

/** Gives evenly spaced rows as lists of numbers, a group as its code. */
function evenRows({ matrix, labels }, count) {
  const rows = Array.from({ length: count }, (_, at) => Math.floor((at * matrix.numRows) / count))
  const columns = rows.map((row) => matrix.features.map(({ values, codes }) => (values ?? codes)[row]))
  return { columns, labels: rows.map((row) => labels[row]) }
}

function csvOf({ columns, labels }) {
  const header = [...columns[0].map((_, at) => `x${at}`), 'label'].join(',')
  return `${[header, ...columns.map((row, at) => [...row, labels[at]].join(','))].join('\n')}\n`
}
