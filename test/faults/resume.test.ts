import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { type CliResult, runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const numKills = process.env['FREEFLOW_FAULTS'] === 'full' ? 20 : 3
const cwd = temporaryFolder()
const numFits = 12
// three forests of 40 trees a fold, of four
const grid =
  'random_forest.grid={numTrees: [20, 40], maxDepth: [4, 8], featureSubsetStrategy: [onethird, "0.5", "0.9"]}'
const tune = (work: string, ...more: readonly string[]) => [
  ...['tune', 'random_forest', '--data', 'features', '--folds', '4', '--threads', '1', '--json'],
  ...['--work', work, '--set', grid, ...more],
]

/** What a search found, without its times. */
function found({ stdout }: Pick<CliResult, 'stdout'>): unknown {
  const { seconds: _, ...rest } = JSON.parse(stdout)
  return rest
}

const unitsOf = (work: string): string => {
  const studies = join(cwd, work, 'studies')
  return join(studies, readdirSync(studies)[0], 'units')
}

const numUnits = (work: string): number => readFileSync(unitsOf(work), 'utf8').split('\n').length - 1

/** Starts a search and ends it when its journal holds so many fits. */
async function endAt(work: string, count: number, signal: NodeJS.Signals = 'SIGKILL') {
  const child = spawn(process.execPath, [main, ...tune(work)], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = Promise.all([once(child, 'close'), text(child.stderr)])
  while (child.exitCode === null && !hasUnits(work, count)) await sleep(5)
  child.kill(signal)
  const [[code], stderr] = await ended
  return { code, stderr }
}

function hasUnits(work: string, count: number): boolean {
  try {
    return numUnits(work) >= count
  } catch {
    return false
  }
}

let whole: unknown
beforeAll(async () => {
  const options = ['--sensors', '12', '--days', '4', '--seed', '7']
  await runCli(['sample', '--out', 'readings', ...options], { cwd })
  await runCli(['features', '--data', 'readings', '--out', 'features'], { cwd })
  whole = found(await runCli(tune('whole'), { cwd }))
})

describe('a search that is killed', () => {
  it('goes on with --resume to the same end, and does no fit twice', async () => {
    let numEqual = 0
    for (let kill = 0; kill < numKills; kill++) {
      const work = `kill-${kill}`
      await endAt(work, 1 + ((kill * 7) % (numFits - 1)))
      const before = numUnits(work)
      // what a write leaves that a kill cuts in two
      if (kill % 2 === 1) appendFileSync(unitsOf(work), '0badc0de {"unit":"random_forest, fo')
      const resumed = await runCli(tune(work, '--resume'), { cwd })
      expect(resumed.stderr).toContain(`Resuming: ${before} fits of the search were finished before`)
      if (JSON.stringify(found(resumed)) === JSON.stringify(whole)) numEqual++
      expect(existsSync(join(cwd, work, 'studies'))).toBe(false)
    }
    console.log(`RESUME result_equal=${numEqual}/${numKills}`)
    expect(numEqual).toBe(numKills)
  })

  it('is not taken up by another config, which names what differs', async () => {
    await endAt('other', 2)
    const { code, stderr } = await runCli(tune('other', '--resume', '--seed', '8'), { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/--resume: no unfinished search has this config: .*seed is 8, was 42/)
    expect(numUnits('other')).toBe(2)
  })

  it('is begun anew without --resume', async () => {
    await endAt('anew', 3)
    const { stdout, stderr } = await runCli(tune('anew'), { cwd })
    expect(stderr).not.toContain('Resuming')
    expect(found({ stdout })).toEqual(whole)
  })
})

it('a search that is interrupted keeps its fits, and says how to go on', async () => {
  const { code, stderr } = await endAt('interrupted', 2, 'SIGINT')
  expect(code).toBe(130)
  expect(stderr).toMatch(/\d+ fits of the search are kept: --resume goes on/)
  const resumed = await runCli(tune('interrupted', '--resume'), { cwd })
  expect(resumed.stderr).toMatch(/Resuming: \d+ fits/)
  expect(found(resumed)).toEqual(whole)
})

it('of two that search with one config at the same time one refuses', async () => {
  const runs = await Promise.all([runCli(tune('both'), { cwd }), runCli(tune('both'), { cwd })])
  const codes = runs.map(({ code }) => code).sort()
  expect(codes).toEqual([0, 5])
  const [refused, done] = runs[0].code === 5 ? runs : [runs[1], runs[0]]
  expect(refused.stderr).toMatch(/another process searches with this config/)
  expect(found(done)).toEqual(whole)
})

describe('--time-limit', () => {
  it('ends a search after the fit in hand, takes the folds that are whole, and lets it go on', async () => {
    await endAt('limit', 4)
    const cut = await runCli(tune('limit', '--resume', '--time-limit', '1s'), { cwd })
    const { not_done: notDone, cv } = JSON.parse(cut.stdout)
    const numFolds = cv.folds.length
    expect(notDone).toEqual(numFolds === 4 ? [] : [`random_forest: ${numFolds} of 4 folds were scored`])
    if (numFolds < 4) expect(found(await runCli(tune('limit', '--resume'), { cwd }))).toEqual(whole)
  })

  it('is exit 8 where not one fold was scored in time', async () => {
    const large = ['--set', 'random_forest.grid={numTrees: [800], maxBins: [128, 256]}']
    const { code, stderr } = await runCli(tune('short', '--time-limit', '1s', ...large), { cwd })
    expect(code).toBe(8)
    expect(stderr).toMatch(/random_forest: the time was up before one fold was scored/)
  })
})
