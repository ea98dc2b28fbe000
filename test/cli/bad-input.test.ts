import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })

beforeAll(async () => {
  mkdirSync(join(cwd, 'empty'))
  writeFileSync(join(cwd, 'text.parquet'), 'this is not Parquet')
  writeFileSync(join(cwd, 'notes.txt'), 'nor is this')
  writeFileSync(join(cwd, 'file'), '')
  mkdirSync(join(cwd, 'columns'))
  writeFileSync(join(cwd, 'columns', 'readings.csv'), 'sensor,timestamp,velocity\nA,2024-01-01 00:00:00,50\n')
  await run('sample', '--out', 'readings', '--sensors', '2', '--days', '2')
  await run('features', '--data', 'readings', '--out', 'features', '--timezone', 'America/Los_Angeles')
}, 60_000)

const anotherScheme = /^error: s3:\/\/ is not supported here, got s3:\/\/bucket/
const features = ['train-all', '--data', 'features', '--only', 'linear_regression']

describe('bad input', () => {
  it.each<[string, string[], number, RegExp]>([
    ['a path that is not there', ['train-all', '--data', 'nowhere'], 3, /^error: nowhere: /],
    ['an empty directory', ['train-all', '--data', 'empty'], 3, /^error: empty: /],
    [
      'a text file named .parquet',
      ['train-all', '--data', 'text.parquet'],
      3,
      /^error: text\.parquet: not readable as Parquet/,
    ],
    ['a file of another kind', ['train-all', '--data', 'notes.txt'], 3, /^error: notes\.txt: /],
    ['missing columns', ['train-all', '--data', 'columns'], 3, /^error: columns: .*sensor_id.*speed/],
    ['an unknown flag', ['train-all', '--treads', '2'], 2, /unknown option '--treads'/],
    ['an unknown verb', ['tran-all'], 2, /unknown command 'tran-all'/],
    [
      'an unknown model',
      ['train-all', '--only', 'svm'],
      2,
      /'svm' is invalid. must be a list of names among linear_regression/,
    ],
    ['a day that does not exist', [...features, '--start-date', '2024-02-30'], 2, /must be a day/],
    ['a share of 1', [...features, '--test-ratio', '1'], 2, /must be a number in \[0\.001, 0\.999\]/],
    ['an unknown zone', [...features, '--timezone', 'Mars/Olympus'], 2, /must be an IANA zone/],
    ['no threads', [...features, '--threads', '0'], 2, /must be an integer in \[1, 256\]/],
    [
      'less memory than the rows need',
      [...features, '--memory', '100M'],
      8,
      /^error: \d+ rows of 21 features need about .* of memory, more than --memory, 104\.9 MB/,
    ],
    [
      'a start after the end',
      [...features, '--start-date', '2024-01-02', '--end-date', '2024-01-01'],
      2,
      /^error: start date 2024-01-02 is after end date 2024-01-01/,
    ],
    [
      'dates without rows',
      [...features, '--start-date', '2030-01-01'],
      3,
      /^error: features: no row from 2030-01-01/,
    ],
    ['a store that is a file', [...features, '--models', 'file'], 5, /^error: .*file/],
    [
      'a store that cannot be made',
      [...features, '--models', '/proc/models'],
      5,
      /^error: cannot create \/proc\/models/,
    ],
    [
      'a store of another scheme',
      [...features, '--models', 's3://bucket'],
      2,
      /^error: s3:\/\/ is not supported here, got s3:\/\/bucket/,
    ],
    ['data of another scheme', ['train-all', '--data', 's3://bucket'], 2, anotherScheme],
    ['work of another scheme', ['train-all', '--set', 'work=s3://bucket'], 2, anotherScheme],
    ['a sample of another scheme', ['sample', '--out', 's3://bucket'], 2, anotherScheme],
    [
      'sensors of another scheme',
      ['features', '--data', 'readings', '--out', 'none', '--sensors-table', 's3://bucket'],
      2,
      anotherScheme,
    ],
    [
      'a model that was never trained',
      ['models', 'latest', 'random_forest', '--models', 'none'],
      3,
      /^error: /,
    ],
    ['a name that leads out of the store', ['models', 'show', '../../etc'], 3, /^error: /],
    [
      'predictions of no model',
      ['predict', 'random_forest', '--data', 'features', '--out', 'p.csv'],
      3,
      /^error: /,
    ],
    [
      'predictions into an unknown format',
      ['predict', 'm', '--data', 'features', '--out', 'p.xls'],
      2,
      /must end in \.parquet or \.csv/,
    ],
    [
      'features into a full directory',
      ['features', '--data', 'readings', '--out', 'features'],
      5,
      /^error: /,
    ],
  ])('%s', async (_, args, code, message) => {
    const result = await run(...args)
    expect(result.stderr.split('\n').some((line) => message.test(line))).toBe(true)
    expect(result.code).toBe(code)
    expect(result.stderr).not.toMatch(/^ {4}at /m)
    expect(readdirSync(cwd)).not.toContain('models')
  })

  it('prunes partitions by date: one day reads its own file and its neighbours', async () => {
    const args = ['--start-date', '2024-01-05', '--end-date', '2024-01-05', '--models', 'pruned', '--json']
    const summary = JSON.parse((await run(...features, ...args)).stdout)
    expect(summary.data.files).toBe(2)
    expect(summary.data.rows).toBeLessThan(2 * 288 + 1)
    expect(summary.data.start).toBe('2024-01-05T08:00:00.000Z')
  })
})
