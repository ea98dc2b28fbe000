import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetWriteFile } from 'hyparquet-writer'
import { beforeAll, describe, expect, it } from 'vitest'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { smallDisk } from '../store/small-disk.ts'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })
const listing = () => readdirSync(cwd, { recursive: true, encoding: 'utf8' }).sort()
const train = (data: string) => ['train-all', '--data', data, '--only', 'linear_regression']
const predict = (data: string) => [
  ...['predict', 'linear_regression', '--models', 'trained', '--data', data],
  ...['--out', 'predictions.csv'],
]

/** What of the rows of a good feature table `features` makes a bad one. */
const badTables: Readonly<Record<string, string>> = {
  'all-null': 'SELECT * REPLACE (CAST(NULL AS DOUBLE) AS speed_lag_1) FROM features',
  'null-labels': 'SELECT * REPLACE (CAST(NULL AS DOUBLE) AS speed) FROM features',
  'one-row': 'SELECT * FROM features WHERE speed_lag_3 IS NOT NULL LIMIT 1',
  constant: 'SELECT * REPLACE (50e0 AS speed) FROM features',
  unseen: `SELECT * REPLACE ('jam' AS congestion_level) FROM features
    WHERE speed_lag_3 + speed_variance IS NOT NULL LIMIT 6`,
  doubled: 'SELECT * FROM features UNION ALL (SELECT * FROM features ORDER BY ALL LIMIT 1)',
  infinite: "SELECT * REPLACE (CAST('-inf' AS DOUBLE) AS speed_ma_15min) FROM features",
  strings: 'SELECT * REPLACE (CAST(speed_lag_1 AS VARCHAR) AS speed_lag_1) FROM features',
  naive: 'SELECT * REPLACE (CAST(timestamp AS TIMESTAMP) AS timestamp) FROM features',
  kmh: 'SELECT * REPLACE (speed * 1.609344e0 AS speed) FROM features',
  much: `SELECT * REPLACE (CAST(NULL AS DOUBLE) AS speed, 2e0 AS hour_sin, CAST('inf' AS DOUBLE) AS flow_rate,
    CAST(NULL AS DOUBLE) AS speed_lag_1, CAST(NULL AS DOUBLE) AS speed_lag_2) FROM features`,
}

beforeAll(async () => {
  await run('sample', '--out', 'readings', '--sensors', '2', '--days', '1')
  await run('features', '--data', 'readings', '--out', 'features', '--timezone', 'America/Los_Angeles')
  await run(...train('features'), '--models', 'trained')
  await withDuckDb({ threads: 1 }, async (connection) => {
    const source = `read_parquet('${cwd}/features/*/*/*/*.parquet', hive_partitioning = false)`
    await connection.run(`CREATE TABLE features AS SELECT * FROM ${source}`)
    const write = async (path: string, sql: string) => {
      mkdirSync(join(cwd, path, '..'), { recursive: true })
      await connection.run(`COPY (${sql}) TO '${join(cwd, path)}' (FORMAT parquet)`)
    }
    for (const [name, sql] of Object.entries(badTables)) await write(`${name}/rows.parquet`, sql)
    await write('zones/a.parquet', 'SELECT * FROM features')
    await write('zones/b.parquet', badTables['naive'])
  })
  const columnData = ['sensor_id', 'timestamp', 'speed', 'speed', 'hour_sin'].map((name) => {
    return { name, data: [1, 2], type: 'DOUBLE' as const }
  })
  parquetWriteFile({ filename: join(cwd, 'twice.parquet'), columnData })
  writeFileSync(join(cwd, 'file'), '')
})

describe('rows that break the contract', () => {
  it.each<[string, string[], number, RegExp]>([
    [
      'a column of nulls',
      train('all-null'),
      3,
      /^error: all-null: 1 error, \d+ warnings in the data: speed_lag_1 is null in all \d+ rows$/,
    ],
    ['null labels', train('null-labels'), 3, /^error: null-labels: .*: speed is null in all \d+ rows$/],
    ['one row', train('one-row'), 3, /^error: .*at least 2 .*needed, there are 1 .*to train and 0 to test/],
    ['a constant label', train('constant'), 3, /^error: constant: .*: speed has one value in all rows/],
    [
      'a doubled key',
      train('doubled'),
      3,
      /^error: doubled: .*: 1 times a sensor has several rows of one instant: \S+ at 2024-01-04T\S+Z$/,
    ],
    [
      'infinities',
      train('infinite'),
      3,
      /^error: infinite: .*: speed_ma_15min is infinite in \d+ rows: -Inf/,
    ],
    [
      'numbers as strings',
      train('strings'),
      3,
      /^error: strings: 1 of 24 columns: speed_lag_1 is VARCHAR, not number$/,
    ],
    [
      'two zones',
      train('zones'),
      3,
      /^error: zones: timestamp has a zone in some files and none in zones\/b/,
    ],
    [
      'a column that is there twice',
      train('twice.parquet'),
      3,
      /^error: twice\.parquet: .*; speed is there more/,
    ],
    ['a store below a file', [...train('features'), '--models', 'file/store'], 5, /^error: .*file\/store/],
    [
      'predictions below a file',
      [...predict('features'), '--out', 'file/predictions.csv'],
      5,
      /^error: file\/predictions\.csv: cannot be written/,
    ],
    ['features below a file', ['features', '--data', 'readings', '--out', 'file/f'], 5, /^error: file\/f: /],
  ])('%s', async (_, args, code, message) => {
    const before = listing()
    const { stderr, code: exit } = await run(...args)
    const errors = stderr.split('\n').filter((line) => line.startsWith('error: '))
    expect(errors).toEqual([expect.stringMatching(message)])
    expect(exit).toBe(code)
    expect(stderr).not.toMatch(/^ {4}at /m)
    expect(listing()).toEqual(before)
  })

  it('come in one report: a line for the terminal, a list for programs', async () => {
    const { stdout, stderr, code } = await run(...train('much'), '--json')
    expect(code).toBe(3)
    const { error } = JSON.parse(stdout)
    expect(error).toMatchObject({ code: 'data', message: expect.stringMatching(/; and 1 more$/) })
    const told = error.findings.map((found: { severity: string; column: string; rule: string }) => {
      return [found.severity, found.column, found.rule]
    })
    expect(told.slice(0, 4)).toEqual([
      ['error', 'speed', 'empty'],
      ['error', 'flow_rate', 'infinite'],
      ['error', 'speed_lag_1', 'empty'],
      ['error', 'speed_lag_2', 'empty'],
    ])
    expect(told).toContainEqual(['warning', 'hour_sin', 'range'])
    expect(stderr).toMatch(/^warning: much: hour_sin lies outside -1 to 1 in \d+ rows: 2 for /m)
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
  })
})

describe('rows that a run can use', () => {
  it('keeps what was found, the ledger and the columns with the model', async () => {
    const { stdout, stderr, code } = await run(...train('kmh'), '--json', '--models', 'kmh-models')
    const { data, models } = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(stderr).toMatch(/^warning: kmh: speed has a median of .* it looks like km\/h, mph is expected$/m)
    expect(stderr).toMatch(/^Data: 0 errors, \d+ warnings$/m)
    expect(data.findings.map(({ rule }: { rule: string }) => rule)).toContain('unit')
    const numDropped = Object.values<number>(data.rows_dropped).reduce((sum, count) => sum + count, 0)
    expect(data.rows_train + data.rows_test + numDropped).toBe(data.rows)
    const metadata = JSON.parse((await run('models', 'show', models.linear_regression.path)).stdout)
    expect(metadata.data.findings).toEqual(data.findings)
    expect(Object.keys(metadata.column_statistics)).toHaveLength(22)
    expect(metadata.column_statistics.speed).toMatchObject({ count: data.rows_train, nulls: 0 })
  })

  it('says that timestamps have no zone, unless one is declared', async () => {
    const silent = await run(...train('naive'), '--timezone', 'UTC', '--models', 'naive-models')
    expect([silent.code, silent.stderr]).toEqual([0, expect.not.stringContaining('has no zone')])
    const { code, stderr } = await run(...train('naive'), '--models', 'naive-models')
    expect(code).toBe(0)
    expect(stderr).toMatch(/^warning: naive: timestamp has no zone and none is declared/m)
  })

  it.each([
    [
      'a category that training has not seen',
      'unseen',
      'congestion_level has categories in 6 rows .*: "jam" \\(6 rows\\)',
    ],
    ['infinities', 'infinite', 'speed_ma_15min is infinite in \\d+ rows'],
    ['a doubled key', 'doubled', '1 times a sensor has several rows of one instant'],
  ])('predicts %s with a warning', async (_, data, line) => {
    const { code, stderr } = await run(...predict(data))
    expect(stderr).toMatch(new RegExp(`^warning: ${data}: ${line}`, 'm'))
    expect(code).toBe(0)
    expect(existsSync(join(cwd, 'predictions.csv'))).toBe(true)
  })
})

describe('a full disk', () => {
  it.for([
    ['models', (disk: string) => [...train('features'), '--models', `${disk}/models`]],
    ['features', (disk: string) => ['features', '--data', 'readings', '--out', `${disk}/features`]],
    ['predictions', (disk: string) => [...predict('features'), '--out', `${disk}/p.csv`]],
  ] as const)('is a storage error for %s, and leaves no part of them', async ([, argsOn], context) => {
    const disk = smallDisk(context, '16k')
    const { code, stderr } = await run(...argsOn(disk))
    expect(stderr).toMatch(/^error: .*(full|space)/m)
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
    expect(code).toBe(5)
    const left = readdirSync(disk, { recursive: true, encoding: 'utf8' })
    expect(left.filter((name) => /\.(csv|parquet|json|partial)$/.test(name))).toEqual([])
  })
})
