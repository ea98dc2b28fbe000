import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })
const uri = (name: string) => pathToFileURL(join(cwd, name)).href
const linear = 'linear_regression'

it('takes file URIs wherever it takes a path, and keeps plain paths as they are given', async () => {
  const env = { FREEFLOW_SENSORS: '2', FREEFLOW_DAYS: '1', FREEFLOW_WORK: uri('work') }
  const inOrder = [
    ['sample', '--out', uri('readings')],
    [
      'features',
      '--data',
      uri('readings'),
      '--sensors-table',
      uri('readings/sensors.csv'),
      '--out',
      uri('table'),
    ],
    ['train', linear, '--data', uri('table'), '--models', uri('models')],
    ['predict', linear, '--data', uri('readings'), '--models', uri('models'), '--out', uri('p.csv')],
  ]
  for (const args of inOrder) {
    const { code, stderr } = await runCli(args, { cwd, env })
    expect([args[0], code, stderr.match(/^error.*/m)]).toEqual([args[0], 0, null])
  }
  expect(existsSync(join(cwd, 'p.csv'))).toBe(true)
  expect(readdirSync(cwd)).not.toContain('file:')
  expect(readdirSync(cwd)).not.toContain('.freeflow')
  expect((await run('train', linear, '--data', 'absent')).stderr).toMatch(/^error: absent: /m)
})

it('takes a feature table with sensors.csv and adjacency.csv beside its Parquet files', async () => {
  for (const name of ['sensors.csv', 'adjacency.csv'])
    copyFileSync(join(cwd, 'readings', 'sensors.csv'), join(cwd, 'table', name))
  const { code, stderr } = await run('train', linear, '--data', 'table')
  expect([code, stderr.match(/^error.*/m)]).toEqual([0, null])
})
