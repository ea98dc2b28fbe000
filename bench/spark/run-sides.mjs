import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../hdfs/measure.mjs'
import { logSettings, readEventLog } from './event-log.mjs'
import { meterRun } from './meter-run.mjs'

const root = join(import.meta.dirname, '../..')
const main = join(root, 'dist/cli/main.js')

/** What serves Spark best on two cores: as many parts as cores, and memory that is never short. */
const submit = ['--driver-memory', '4G', '--conf', 'spark.sql.shuffle.partitions=2']
const executors = ['--executor-memory', '3G', '--total-executor-cores', '2']

/**
 * Trains the three models at fixed parameters once by a side, in processes of its own.
 *
 * @param side  `embedded`, a master of Spark (`local[2]`), or `cluster`: a standalone master with two workers of one
 *   core, which is started before and not in the figures but for what it does.
 * @param place  `features`, and the `folder` for all that is written.
 * @param settings  `--set` of both engines.
 * @returns The document of `--json`, what `meterRun` measures, and, of Spark, what `readEventLog` says.
 */
export async function runSide(side, { features, folder, settings, name = side }) {
  const sets = settings.flatMap((one) => ['--set', one])
  const places = ['--data', features, '--models', join(folder, name)]
  const asked = ['train-all', '--no-tune', '--no-cv', '--json', ...places, ...sets]
  if (side === 'embedded') return measured([...asked, '--threads', '2'], folder, [])
  const log = join(folder, `${name}-events`)
  mkdirSync(log)
  const spark = (master) => [
    ...asked,
    '--engine',
    'spark',
    '--master',
    master,
    ...submit,
    ...logSettings(log),
  ]
  const cluster = side === 'cluster' ? startCluster(join(folder, `${name}-daemons`)) : null
  try {
    const args = cluster === null ? spark(side) : [...spark(cluster.master), ...executors]
    const sample = await measured(args, folder, cluster?.pids ?? [])
    return { ...sample, ...readEventLog(log) }
  } finally {
    cluster?.stop()
  }
}

async function measured(args, cwd, beside) {
  const { stdout, ...used } = await meterRun('node', [main, ...args], {
    cwd,
    env: sparkEnvironment(),
    beside,
  })
  return { document: JSON.parse(stdout), ...used }
}

/** Trains the forest by the embedded engine with a seed, and gives its RMSE on the test rows. */
export async function forestError(seed, { features, folder, settings }) {
  const given = [...settings, `random_forest.seed=${seed}`].flatMap((one) => ['--set', one])
  const places = ['--data', features, '--models', join(folder, `seed-${seed}`)]
  const { stdout } = await meterRun('node', [main, 'train', 'random_forest', '--json', ...places, ...given], {
    cwd: folder,
  })
  return JSON.parse(stdout).models.random_forest.metrics.rmse
}

/** Lets a version predict all rows of a table, in a file of Parquet. */
export function predict(version, { features, folder, out }) {
  const path = join(folder, out)
  execFileSync('node', [main, 'predict', version, '--data', features, '--out', path, '--quiet'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return path
}

/** SPARK_HOME: what is given, else that of the environment of scripts/python-env, made where it is missing. */
let home = process.env.SPARK_HOME
function sparkEnvironment() {
  if (home === undefined) {
    const python = run(join(root, 'scripts/python-env'), ['spark']).trim().split('\n').at(-1)
    home = run(python, ['-c', 'import os, pyspark; print(os.path.dirname(pyspark.__file__))']).trim()
  }
  return { SPARK_HOME: home, SPARK_LOCAL_IP: '127.0.0.1' }
}

function startCluster(folder) {
  mkdirSync(folder)
  const env = { ...process.env, ...sparkEnvironment(), SPARK_WORKER_MEMORY: '3g' }
  const printed = execFileSync(join(root, 'scripts/spark-cluster-up'), [folder], { env, encoding: 'utf8' })
  const [, master] = /^SPARK_MASTER=(.*)$/m.exec(printed)
  const pids = [...printed.matchAll(/^SPARK_(?:MASTER_PID|WORKER_PIDS)=(.*)$/gm)].flatMap(([, numbers]) =>
    numbers.split(' ').map(Number),
  )
  return { master, pids, stop: () => run(join(root, 'scripts/spark-cluster-down'), [folder]) }
}
