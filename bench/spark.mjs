// Trains the three models at fixed parameters by the embedded engine and by Spark, and compares models and times.
//
// usage: npm run bench -- spark [--json] [--rounds N] [--sensors N|all] [--data FEATURES] [--masters M,M] [--set PATH=VALUE]...
//   --sensors  of METR-LA's week in FREEFLOW_DATA, default 20, and then 20 trees of each kind: some minutes
//   --masters  of Spark, default local[2]; `cluster` is a standalone master with two workers of one core
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, run } from './hdfs/measure.mjs'
import { agreement } from './spark/agreement.mjs'
import { makeFeatures } from './spark/make-features.mjs'
import { runSide } from './spark/run-sides.mjs'

const FIELDS = ['wall_s', 'cpu_s', 'peak_mb', 'load_s', 'linear_s', 'forest_s', 'boosting_s']
const SPARK_FIELDS = ['jobs', 'stages', 'tasks', 'tasks_s', 'tasks_cpu_s', 'stages_s']

/** So that Spark needs minutes. */
const slice = {
  sensors: '20',
  settings: ['random_forest.numTrees=20', 'gradient_boosted_trees.maxIter=20'],
}

/** Minutes each. */
export const defaultRounds = 1

/** Gives a row for each side, and what each model keeps of its tolerance; sets the exit status 1 where one does not. */
export async function bench({ rounds, features, sensors, masters, settings: given }) {
  const folder = mkdtempSync(join(tmpdir(), 'freeflow-bench-'))
  try {
    const isSlice = features === null && sensors === null && given.length === 0
    const settings = isSlice ? slice.settings : given
    const place = {
      folder,
      settings,
      features: features ?? (await makeFeatures(sensors ?? slice.sensors, folder)),
    }
    const samples = await runRounds(['embedded', ...(masters ?? ['local[2]'])], rounds, place)
    const [embedded, ...others] = Object.values(samples).map(([first]) => first)
    const agreed = await agreement(embedded, others[0], place)
    if (!agreed.isKept) process.exitCode = 1
    const rows = Object.entries(samples).map(([side, list]) => rowOf(side, list, samples.embedded))
    return {
      title: 'spark: the embedded engine and Spark',
      about: aboutOf(embedded, others[0]),
      rows: rows.map(rounded),
      verdict: agreed.lines,
      json: { spark: { sides: rows, agreement: agreed.figures, kept: agreed.isKept } },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Gives the samples of each side, by its name; another side begins each round. */
async function runRounds(sides, rounds, place) {
  const samples = Object.fromEntries(sides.map((side) => [side, []]))
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < sides.length; turn++) {
      const side = sides[(round + turn) % sides.length]
      const sample = await runSide(side, { ...place, name: `${side.replace(/\W/g, '')}-${round}` })
      samples[side].push({ ...sample, ...secondsOf(sample.document) })
      console.error(
        `round ${round + 1}  ${side}  wall ${sample.wall_s.toFixed(1)} s, CPU ${sample.cpu_s.toFixed(1)} s`,
      )
    }
  return samples
}

/** Seconds of parts of a run: what comes before the first model, and the fit of each. */
function secondsOf({ seconds, models }) {
  const { linear_regression, random_forest, gradient_boosted_trees } = models
  return {
    load_s: seconds.load,
    linear_s: linear_regression.seconds.fit,
    forest_s: random_forest.seconds.fit,
    boosting_s: gradient_boosted_trees.seconds.fit,
  }
}

function rowOf(side, list, embedded) {
  const middle = (samples, field) => median(samples.map((sample) => sample[field]))
  const r2 = (name) => list[0].document.models[name].metrics.r2
  return {
    side,
    ...Object.fromEntries(FIELDS.map((field) => [field, middle(list, field)])),
    ...(side !== 'embedded' && Object.fromEntries(SPARK_FIELDS.map((field) => [field, middle(list, field)]))),
    cpu_times: middle(list, 'cpu_s') / middle(embedded, 'cpu_s'),
    linear_r2: r2('linear_regression'),
    forest_r2: r2('random_forest'),
    boosting_r2: r2('gradient_boosted_trees'),
  }
}

function rounded(row) {
  const digits = (name) => (name.endsWith('_r2') ? 5 : 1)
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toFixed(digits(name))) : value,
    ]),
  )
}

function aboutOf(embedded, spark) {
  const { data, models } = embedded.document
  const commit = run('git', ['-C', import.meta.dirname, 'describe', '--always', '--dirty']).trim()
  const java = run('bash', ['-c', 'java -version 2>&1']).split('\n')[0]
  return [
    `${data.rows_train} rows to learn from, ${data.rows_test} to test; commit ${commit}`,
    `Spark ${spark.document.engine.version}, ${java}`,
    ...Object.entries(models).map(([name, { params }]) => `${name}: ${JSON.stringify(params)}`),
    ...[embedded, spark].flatMap(({ document }) => gatesOf(document)),
    'wall_s, cpu_s, peak_mb: the whole run, all of its processes; load_s to boosting_s: wall seconds of a part of it',
    'of Spark: tasks_s, tasks_cpu_s: sums over its tasks; stages_s: wall seconds in which a stage of it ran; medians',
  ]
}

function gatesOf({ engine, models }) {
  return Object.entries(models).flatMap(([name, { gates }]) =>
    gates.map(
      ({ metric, op, target, actual, pass }) =>
        `${engine.name}: ${name} ${metric} ${actual} ${op} ${target}: ${pass ? 'met' : 'MISSED'}`,
    ),
  )
}
