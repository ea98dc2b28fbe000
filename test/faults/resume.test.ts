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
import { modelHashes } from './model-hashes.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const isFull = process.env['FREEFLOW_FAULTS'] === 'full'
const numKills = isFull ? 20 : 3
const cwd = temporaryFolder()
const numFits = 12
// three forests of 40 trees a fold, of four
const grid =
  'random_forest.grid={numTrees: [20, 40], maxDepth: [4, 8], featureSubsetStrategy: [onethird, "0.5", "0.9"]}'
const tune = (work: string, ...more: readonly string[]) => [
  ...['tune', 'random_forest', '--data', 'features', '--folds', '4', '--threads', '1', '--json'],
  ...['--work', work, '--set', grid, ...more],
]

// the same search, then boosting: a fit a fold
const numFitsOfRun = numFits + 4
const train = (work: string, ...more: readonly string[]) => [
  ...['train-all', '--data', 'features', '--folds', '4', '--threads', '1', '--json', '--work', work],
  ...['--only', 'random_forest,gradient_boosted_trees', '--models', `${work}-models`],
  ...['--set', grid, '--set', 'gradient_boosted_trees.maxIter=10', ...more],
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

/** Starts a search and ends it when its journal holds so many fits; with 0, when it is there. */
function endAt(work: string, count: number, signal: NodeJS.Signals = 'SIGKILL') {
  return endRunAt(tune(work), work, count, signal)
}

async function endRunAt(args: readonly string[], work: string, count: number, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, [main, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = Promise.all([once(child, 'close'), text(child.stderr)])
  while (child.exitCode === null && !hasUnits(work, count)) await sleep(5)
  child.kill(signal)
  const [[code], stderr] = await ended
  return { code, stderr }
}

/** Runs a search that is stopped before its first fit till a second has passed. */
async function runLate(args: readonly string[]): Promise<CliResult> {
  const child = spawn(process.execPath, [main, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = Promise.all([once(child, 'close'), text(child.stdout)])
  let stderr = ''
  let isStopped = false
  child.stderr.on('data', async (part) => {
    stderr += part
    if (isStopped || !stderr.includes('Loading features')) return
    isStopped = true
    child.kill('SIGSTOP')
    await sleep(1000)
    child.kill('SIGCONT')
  })
  const [[code], stdout] = await ended
  return { code, stdout, stderr }
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
      // from before the first fit on
      await endAt(work, (kill * 7) % numFits)
      const before = numUnits(work)
      // what a write leaves that a kill cuts in two
      if (kill % 2 === 1) appendFileSync(unitsOf(work), '0badc0de {"unit":"random_forest, fo')
      const resumed = await runCli(tune(work, '--resume'), { cwd })
      expect(resumed.stderr).toContain(
        before === 0
          ? 'Nothing to resume: the search starts from the beginning'
          : `Resuming: ${before} fits of the search were finished before`,
      )
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

it('a run that is killed in a search, or in a fit after it, publishes the same bytes with --resume', async () => {
  await runCli(train('trained'), { cwd })
  const expected = modelHashes(join(cwd, 'trained-models'))
  expect(expected).toHaveLength(4)
  // before the first fit of a search, within it, in the refit of the forest, in that of boosting
  const counts = isFull
    ? Array.from({ length: numFitsOfRun + 1 }, (_, count) => count)
    : [0, 5, numFits, numFitsOfRun]
  let numEqual = 0
  for (const count of counts) {
    const work = `train-${count}`
    await endRunAt(train(work), work, count, 'SIGKILL')
    expect(numUnits(work)).toBeGreaterThanOrEqual(count)
    expect(existsSync(join(cwd, `${work}-models`, 'random_forest'))).toBe(false)
    await runCli(train(work, '--resume'), { cwd })
    const hashes = modelHashes(join(cwd, `${work}-models`))
    if (JSON.stringify(hashes) === JSON.stringify(expected)) numEqual++
  }
  console.log(`RESUME train-all result_equal=${numEqual}/${counts.length}`)
  expect(numEqual).toBe(counts.length)
}, 900_000)

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
  it('takes the folds that are whole, says which are not, and lets the search go on', async () => {
    await endAt('limit', 4)
    // three fits a fold
    const numFolds = Math.floor(numUnits('limit') / 3)
    expect(numFolds).toBeLessThan(4)
    const cut = await runLate(tune('limit', '--resume', '--time-limit', '1s'))
    const { not_done: notDone, cv } = JSON.parse(cut.stdout)
    expect(cv.folds).toHaveLength(numFolds)
    expect(notDone).toEqual([`random_forest: ${numFolds} of 4 folds were scored`])
    expect(found(await runCli(tune('limit', '--resume'), { cwd }))).toEqual(whole)
  })

  it('is exit 8 where not one fold was scored in time', async () => {
    const large = ['--set', 'random_forest.grid={numTrees: [800], maxBins: [128, 256]}']
    const { code, stderr } = await runCli(tune('short', '--time-limit', '1s', ...large), { cwd })
    expect(code).toBe(8)
    expect(stderr).toMatch(/random_forest: the time was up before one fold was scored/)
  })
})
