import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { sqlString, withDuckDb } from '../../src/table/duckdb.ts'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })
const settings = ['random_forest.numTrees=8', 'random_forest.maxDepth=6']
settings.push('gradient_boosted_trees.maxIter=5', 'gradient_boosted_trees.maxDepth=5')
const few = settings.flatMap((setting) => ['--set', setting])
/** From so many rows to learn from on, three threads share each tree of boosting. */
const ROWS_OF_THREE = 20_000

beforeAll(async () => {
  await run('sample', '--out', 'readings', '--sensors', '16', '--days', '7')
  await run('features', '--data', 'readings', '--out', 'features')
  mkdirSync(join(cwd, 'shuffled'))
  // the same rows in another order, dealt out to three files
  await withDuckDb({ threads: 1 }, async (connection) => {
    const from = sqlString(join(cwd, 'features', '**', '*.parquet'))
    for (const file of [0, 1, 2]) {
      const shuffled = `SELECT * FROM read_parquet(${from}, hive_partitioning = false)
        WHERE hash(timestamp, sensor_id) % 3 = ${file} ORDER BY hash(sensor_id, timestamp, 7)`
      await connection.run(`COPY (${shuffled}) TO ${sqlString(join(cwd, 'shuffled', `${file}.parquet`))}`)
    }
  })
}, 60_000)

/** Bytes of every file of the models, and of their preparation. */
async function modelBytes(data: string, models: string, ...flags: string[]): Promise<Record<string, Buffer>> {
  const trained = await run(
    'train-all',
    '--data',
    data,
    '--models',
    models,
    '--no-cv',
    '--json',
    ...few,
    ...flags,
  )
  const bytes: Record<string, Buffer> = {}
  const { models: published, data: used } = JSON.parse(trained.stdout)
  expect(used.rows_train).toBeGreaterThan(ROWS_OF_THREE)
  for (const [name, { path }] of Object.entries<{ path: string }>(published)) {
    for (const folder of ['model', 'preprocessing']) {
      for (const entry of readdirSync(join(path, folder), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue
        const file = join(entry.parentPath, entry.name)
        bytes[`${name}${file.slice(path.length)}`] = readFileSync(file)
      }
    }
  }
  return bytes
}

it('the same rows give the same bytes, in any order, in any files, on any number of threads', async () => {
  const first = await modelBytes('features', 'one', '--threads', '1')
  expect(Object.keys(first).length).toBeGreaterThan(20)
  for (const threads of ['2', '3', '4', '8'])
    expect(await modelBytes('features', `of-${threads}`, '--threads', threads)).toEqual(first)
  expect(await modelBytes('shuffled', 'shuffled-models', '--threads', '2')).toEqual(first)
  console.log('DETERMINISM runs=6 distinct_hashes_per_seed=1')
}, 240_000)

it('another seed gives other bytes', async () => {
  const only = ['--only', 'random_forest', '--seed']
  const [first, other] = [
    await modelBytes('features', 's1', ...only, '1'),
    await modelBytes('features', 's2', ...only, '2'),
  ]
  expect(other).not.toEqual(first)
}, 60_000)
