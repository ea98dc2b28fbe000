// Runs benchmarks by name on the build in dist.
//
// usage: npm run bench -- NAME... [--json] [--rounds N]
// A benchmark is a file NAME.mjs beside this one that exports `bench({ rounds })`, which gives
// { title, about, rows, verdict, samples }: rows are printed as a table, about and verdict as lines. RESULTS.md keeps
// what was measured. (trees.mjs needs a feature table and is run by itself.)
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'

const names = ['hdfs']
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
})
const rounds = Number(values.rounds)
const unknown = positionals.filter((name) => !names.includes(name))
if (positionals.length === 0 || unknown.length > 0 || !(rounds >= 1)) {
  console.error(`usage: npm run bench -- NAME... [--json] [--rounds N]; NAME is one of ${names.join(', ')}`)
  process.exit(2)
}

const documents = []
for (const name of positionals) {
  const load = loadavg()[0]
  const { bench } = await import(`./${name}.mjs`)
  const result = await bench({ rounds })
  documents.push({ name, rounds, machine: { ...machine(), load: [load, loadavg()[0]] }, ...result })
  if (!values.json) print(documents.at(-1))
}
if (values.json) console.log(JSON.stringify(documents, null, 2))

function machine() {
  return {
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  }
}

function print({ title, about, machine: { cpu, cores, node, load }, rows, verdict }) {
  console.log(`${title}\n${cores} x ${cpu}, node ${node}, load before and after ${load.join(' and ')}`)
  for (const line of about) console.log(line)
  console.table(rows)
  for (const line of verdict) console.log(line)
}
