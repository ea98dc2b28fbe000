import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it, vi } from 'vitest'
import { type CliResult, runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const cwd = temporaryFolder()
const grid = 'random_forest.grid={featureSubsetStrategy: ["0.3", "0.6"]}'
const forecast = (work: string, ...more: readonly string[]) => [
  ...['train-all', '--preset', 'forecast', '--horizon', '15m,30m', '--only', 'random_forest', '--json'],
  ...['--data', 'readings', '--folds', '3', '--threads', '1', '--work', work, '--models', `${work}-models`],
  ...['--set', grid, '--set', 'random_forest.numTrees=30', ...more],
]
/** Two points on three folds. */
const fitsPerHorizon = 6

function found({ stdout }: Pick<CliResult, 'stdout'>): unknown {
  const { models, forecast: scores } = JSON.parse(stdout)
  const { random_forest_15m: near, random_forest_30m: far } = models
  return [near, far].map(({ params, metrics, tuning }) => ({ params, metrics, tuning })).concat(scores)
}

/** Names of the fits in the journal; none where there is no journal. */
function unitsOf(work: string): string[] {
  try {
    const studies = join(cwd, work, 'studies')
    return readdirSync(studies).flatMap((study) => {
      const lines = readFileSync(join(studies, study, 'units'), 'utf8')
        .trimEnd()
        .split('\n')
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line.slice(9)).unit)
    })
  } catch {
    return []
  }
}

/** Starts a run and kills it when its journal holds so many fits. */
async function killAt(work: string, count: number, ...more: readonly string[]) {
  const child = spawn(process.execPath, [main, ...forecast(work, ...more)], { cwd, stdio: 'ignore' })
  const closed = once(child, 'close')
  while (child.exitCode === null && unitsOf(work).length < count) await sleep(5)
  child.kill('SIGKILL')
  await closed
}

beforeAll(async () => {
  await runCli(['sample', '--out', 'readings', '--sensors', '10', '--days', '4', '--seed', '7'], { cwd })
})

it('a forecast that is killed in its second horizon goes on there, and does no fit twice', async () => {
  const whole = found(await runCli(forecast('whole'), { cwd }))
  await killAt('killed', fitsPerHorizon + 1)
  const before = unitsOf('killed')
  expect(before.length).toBeGreaterThan(fitsPerHorizon)
  expect(before.filter((unit) => unit.startsWith('15m, '))).toHaveLength(fitsPerHorizon)
  await killAt('killed', before.length + 2, '--resume')
  const later = unitsOf('killed')
  expect(later.slice(0, before.length)).toEqual(before)
  expect(new Set(later).size).toBe(later.length)
  const resumed = await runCli(forecast('killed', '--resume'), { cwd })
  expect(resumed.stderr).toContain(`Resuming: ${later.length} fits of the search were finished before`)
  expect(found(resumed)).toEqual(whole)
  expect(existsSync(join(cwd, 'killed', 'studies'))).toBe(false)
})
