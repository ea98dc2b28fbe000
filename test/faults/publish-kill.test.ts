import { describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/store.ts'
import { publishAt, temporaryDirectory, writeFiles } from '../store/temporary-store.ts'
import { pipelineFiles } from './pipeline-files.ts'
import { type State, stateOfPipeline, stateOfRetraction, stateOfVersions } from './states.ts'
import { type CallPoint, callPoints, canTrace, type Ending, runAndKill, runWithFault } from './strace.ts'

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const time = '2026-01-01T00:00:00Z'

/** Renames and what follows the last one are tried always, of the other calls every twelfth. */
function chosen(points: readonly CallPoint[]): readonly CallPoint[] {
  const last = points.findLastIndex(({ call }) => call === 'rename')
  return points.filter(({ call }, at) => full || at % 12 === 0 || call === 'rename' || at === last + 1)
}

/** What was found after how many kills. */
interface Seen {
  readonly old: number
  readonly new: number
  readonly half: number
  readonly killed: number
}

/** A publish takes some tens of milliseconds; the last time is enough for it to end. */
const delaysMs = [0, 1, 2, 3, 5, 7, 9, 12, 15, 20, 30, 5000].flatMap((ms) =>
  full ? Array.from({ length: 10 }, () => ms) : [ms],
)

/** Kills a publisher at its calls where strace can, else after times. */
async function killAtManyPoints(
  args: (base: string) => readonly string[],
  prepare: () => Promise<string>,
  look: (store: Store) => Promise<State>,
): Promise<Seen> {
  const seen = { old: 0, new: 0, half: 0, killed: 0 }
  const runs: ((base: string) => Promise<Ending>)[] = []
  if (canTrace()) {
    const base = await prepare()
    for (const point of chosen(await callPoints(args(base), base)))
      runs.push((copy) => runWithFault(args(copy), point, 'signal=SIGKILL'))
  } else for (const ms of delaysMs) runs.push((copy) => runAndKill(args(copy), ms))
  for (const run of runs) {
    const base = await prepare()
    if ((await run(base)).code !== 0) seen.killed++
    seen[await look(await openStore(base))]++
  }
  return seen
}

function judge(name: string, seen: Seen): void {
  const points = seen.old + seen.new + seen.half
  console.log(
    `${name} points=${points} killed=${seen.killed} old=${seen.old} new=${seen.new} half=${seen.half}`,
  )
  expect(seen.half).toBe(0)
  expect(seen.old).toBeGreaterThan(0)
  expect(seen.new).toBeGreaterThan(0)
  // the count of writes varies with what wakes node's main thread
  expect(seen.killed).toBeGreaterThan(points * (canTrace() ? 0.7 : 0.2))
}

describe('a publisher that is killed', () => {
  it('leaves the old versions, or those and a whole new one', async () => {
    const prepare = async () => {
      const base = temporaryDirectory()
      await publishAt(await openStore(base), 'm', time)
      return base
    }
    const seen = await killAtManyPoints((base) => ['publish', base], prepare, stateOfVersions)
    judge('CRASH', seen)
  })

  it('leaves the old preprocessing, or the new', async () => {
    const from = temporaryDirectory()
    writeFiles(from, pipelineFiles('B'))
    const prepare = async () => {
      const base = temporaryDirectory()
      writeFiles(`${base}/preprocessing/model`, pipelineFiles('A'))
      return base
    }
    const seen = await killAtManyPoints((base) => ['refresh', base, from], prepare, stateOfPipeline)
    judge('CRASH-PREPROCESSING', seen)
  })
})

describe('a retraction that is killed', () => {
  it('leaves the version where it was, or whole among the retracted', async () => {
    const prepare = async () => {
      const base = temporaryDirectory()
      for (const _ of ['old', 'bad']) await publishAt(await openStore(base), 'm', time)
      return base
    }
    const seen = await killAtManyPoints((base) => ['retract', base], prepare, stateOfRetraction)
    judge('CRASH-RETRACT', seen)
  })
})
