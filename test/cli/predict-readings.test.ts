import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })
const zone = 'America/Los_Angeles'
const predict = (data: string, ...rest: string[]) =>
  run('predict', 'linear_regression', '--data', data, '--out', `${data}.csv`, ...rest)
const linesOf = (file: string) => readFileSync(join(cwd, file), 'utf8').trim().split('\n')

/** Readings of a network far from Los Angeles: centre, box and free-flow speeds are fitted. */
function moveAway(from: string, to: string, where: string): Promise<unknown> {
  mkdirSync(join(cwd, to))
  const rows = `SELECT * FROM '${cwd}/${from}/**/*.parquet' WHERE ${where}`
  const sensors = `SELECT sensor_id, latitude + 20 AS latitude, longitude
    FROM read_csv('${cwd}/${from}/sensors.csv', types = {'sensor_id': 'VARCHAR'})`
  return withDuckDb({}, async (connection) => {
    await connection.run(`COPY (${rows}) TO '${cwd}/${to}/readings.parquet' (FORMAT parquet)`)
    await connection.run(`COPY (${sensors}) TO '${cwd}/${to}/sensors.csv'`)
  })
}

beforeAll(async () => {
  await run('sample', '--out', 'sample', '--sensors', '16', '--days', '2')
  await moveAway('sample', 'many', 'true')
  const ids = readFileSync(join(cwd, 'sample', 'sensors.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  const few = [1, 6, 11].map((row) => `'${ids[row].split(',')[0]}'`)
  await moveAway('sample', 'few', `CAST(sensor_id AS VARCHAR) IN (${few.join(', ')})`)
  await run('features', '--data', 'many', '--out', 'features', '--timezone', zone)
  await run('train', 'linear_regression', '--data', 'features')
}, 60_000)

describe('predictions of readings', () => {
  it('of some of the sensors are those of their rows in the training table', async () => {
    const { code, stderr } = await predict('few')
    expect(stderr).not.toMatch(/^warning: trained on the clock/m)
    expect(code).toBe(0)
    expect((await predict('features')).code).toBe(0)
    const [header, ...few] = linesOf('few.csv')
    const ids = new Set(few.map((line) => line.split(',')[0]))
    const expected = linesOf('features.csv').filter((line) => ids.has(line.split(',')[0]))
    expect(header).toBe('sensor_id,timestamp,prediction')
    expect(ids.size).toBe(3)
    expect(few).toEqual(expected)
  })

  it('are on another clock only where it is named, with a warning', async () => {
    const { code, stderr } = await predict('few', '--timezone', 'UTC')
    expect(code).toBe(0)
    expect(stderr).toContain(`warning: trained on the clock of ${zone}, used on that of UTC: see --timezone`)
  })

  it('are refused by a version whose table did not say what it was measured against', async () => {
    cpSync(join(cwd, 'features'), join(cwd, 'bare'), { recursive: true })
    const path = join(cwd, 'bare', '_freeflow.json')
    const { network, ...note } = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, JSON.stringify({ ...note, network: { center: network.center } }))
    const bare = ['--models', 'bare-models']
    expect((await run('train', 'linear_regression', '--data', 'bare', ...bare)).code).toBe(0)
    const { code, stderr } = await predict('few', ...bare)
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /does not say which network .*, so it cannot predict readings\nhint: make the features/,
    )
    expect((await predict('bare', ...bare)).code).toBe(0)
  })
})

it('a version keeps the network of the table that it learnt from', async () => {
  const { stdout } = await run('models', 'show', 'linear_regression')
  const note = JSON.parse(readFileSync(join(cwd, 'features', '_freeflow.json'), 'utf8'))
  expect(JSON.parse(stdout).network).toEqual(note.network)
  expect(note.network.free_flow).toBe('measured')
})
