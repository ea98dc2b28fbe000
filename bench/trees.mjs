// Times the tree learners on a feature table: CPU seconds of whole fits (bins included), wall, R2 on held-out rows.
//
// usage: node bench/trees.mjs FEATURES [--threads N] [--rounds N] [CASE...]
// Run it on a build. The last column is a hash of all trees: what changes the speed must leave it as it is.
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { fitModel } from '../dist/engine/embedded/fit-model.js'
import { prepareData } from '../dist/engine/embedded/prepare-data.js'
import { nowcast } from '../dist/jobs/presets.js'
import { scorePoints } from '../dist/learn/score-points.js'

const forest = { numTrees: 100, maxBins: 256, seed: 42 }
const boosting = nowcast.params.gradient_boosted_trees
const cases = {
  'forest-10-third': ['random_forest', { ...forest, maxDepth: 10, featureSubsetStrategy: 'onethird' }],
  'forest-12-0.82': ['random_forest', { ...forest, maxDepth: 12, featureSubsetStrategy: '0.82' }],
  'boosting-8': ['gradient_boosted_trees', boosting],
}
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { threads: { type: 'string', default: '1' }, rounds: { type: 'string', default: '1' } },
})
const [data, ...names] = positionals

const quiet = () => {}
const host = {
  report: { info: quiet, warn: quiet, progress: quiet },
  now: () => performance.now(),
  newId: () => 'bench',
  signal: new AbortController().signal,
}
const source = {
  data,
  seed: 42,
  threads: 1,
  nulls: 'drop',
  split: 'random',
  testRatio: 0.2,
  purge: 'auto',
  folds: 0,
}
const { train, test } = await prepareData(source, nowcast, host)
const { numRows, numSlots, features } = train.matrix
console.log(`${numRows} rows, ${features.length} columns, ${numSlots} slots, ${values.threads} threads`)
for (let round = 0; round < Number(values.rounds); round++) {
  for (const name of names.length > 0 ? names : Object.keys(cases)) await time(name)
}

async function time(name) {
  const [model, params] = cases[name]
  const cpu = process.cpuUsage()
  const start = performance.now()
  const fitted = await fitModel(model, train, params, { threads: Number(values.threads) })
  const wall = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (user + system) / 1e6
  const [{ r2 }] = scorePoints(fitted, test.matrix, test.labels, [params])
  const numNodes = fitted.trees.reduce((sum, tree) => sum + tree.numNodes, 0)
  console.log(
    `${name.padEnd(16)} cpu ${seconds.toFixed(2)} s  wall ${wall.toFixed(2)} s  R2 ${r2.toFixed(6)}  nodes ${numNodes}  ${hashOf(fitted)}`,
  )
}

/** Gives a short hash of every array of every tree. */
function hashOf({ trees }) {
  const hash = createHash('sha256')
  for (const tree of trees) {
    for (const array of Object.values(tree))
      if (ArrayBuffer.isView(array)) hash.update(new Uint8Array(array.buffer))
  }
  return hash.digest('hex').slice(0, 12)
}
