// Runs benchmarks by name on the build in dist.
//
// usage: npm run bench -- NAME... [--json] [--rounds N] [--data FEATURES] [--peers A,B/variant] [--sizes M,N,all]
// NAME is `hdfs`, `spark` (which spark.mjs describes), `grid`, `scale` (of --sizes rows), `forecast`, or one that learn/cases.mjs describes; all but
// hdfs learn from a feature table (`freeflow features`; default: the week of METR-LA in FREEFLOW_DATA) beside all peers
// or those of --peers (`--peers ours` for none). A benchmark
// gives { title, about, rows, verdict, json }: about and verdict are printed as lines, rows as a table. `--json` prints
// `json` of all in one object, with `machine`, `commit` and the `versions` of the peers beside the cases. A line of a
// verdict that says MISSED makes it exit 1. RESULTS.md keeps what was measured.
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { casesByName } from './learn/cases.mjs'

const fileByName = {
  hdfs: './hdfs.mjs',
  spark: './spark.mjs',
  grid: './learn/grid.mjs',
  scale: './learn/scale.mjs',
  forecast: './learn/forecast.mjs',
  ...Object.fromEntries(Object.keys(casesByName).map((name) => [name, './learn/bench.mjs'])),
}
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    data: { type: 'string' },
    peers: { type: 'string' },
    sensors: { type: 'string' },
    sizes: { type: 'string' },
    masters: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
  },
})
const unknown = positionals.filter((name) => !(name in fileByName))
if (positionals.length === 0 || unknown.length > 0 || !(Number(values.rounds ?? 1) >= 1)) {
  const names = Object.keys(fileByName).join(', ')
  console.error(
    `usage: npm run bench -- NAME... [--json] [--rounds N] [--data FEATURES] [--peers A,B]; NAME: ${names}`,
  )
  process.exit(2)
}

const results = { machine: machine(), commit: commit(), versions: {} }
for (const name of positionals) {
  const load = loadavg()[0]
  const { bench, defaultRounds = 5 } = await import(fileByName[name])
  const rounds = Number(values.rounds ?? defaultRounds)
  const { data: features = null, sensors = null, set: settings } = values
  const [peers, masters, sizes] = [values.peers, values.masters, values.sizes].map(
    (list) => list?.split(',') ?? null,
  )
  const options = { name, rounds, features, peers, sensors, masters, settings, sizes }
  const { json, versions = {}, ...result } = await bench(options)
  const document = { name, rounds, machine: { ...machine(), load: [load, loadavg()[0]] }, ...result }
  Object.assign(results, json ?? { [name]: document })
  Object.assign(results.versions, versions)
  if (result.verdict.some((line) => line.includes('MISSED'))) process.exitCode = 1
  if (!values.json) print(document)
}
if (values.json) console.log(JSON.stringify(results, null, 2))

function machine() {
  return {
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  }
}

function commit() {
  const args = ['-C', import.meta.dirname, 'describe', '--always', '--dirty']
  return execFileSync('git', args, { encoding: 'utf8' }).trim()
}

function print({ title, about, machine: { cpu, cores, node, load }, rows, verdict }) {
  console.log(`${title}\n${cores} x ${cpu}, node ${node}, load before and after ${load.join(' and ')}`)
  for (const line of about) console.log(line)
  console.table(rows)
  for (const line of verdict) console.log(line)
}
