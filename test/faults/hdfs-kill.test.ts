import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { localFiles } from '../../src/store/local-files.ts'
import { refreshPreprocessing } from '../../src/store/refresh-preprocessing.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { findHdfs, type Hdfs, startHdfs } from '../cluster/hdfs.ts'
import { publishAt, temporaryDirectory, writeFiles } from '../store/temporary-store.ts'
import { pipelineFiles } from './pipeline-files.ts'
import { startPublisher } from './run-publisher.ts'
import { type State, stateOfPipeline, stateOfRetraction, stateOfVersions } from './states.ts'

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 120_000 })

const found = findHdfs()
const numPoints = process.env['FREEFLOW_FAULTS'] === 'full' ? 50 : 5
/** A request that a killed process has sent may be done after its end. */
const LATE_MS = 300
/** Kills past the last event that was counted, where none has met what comes after the commit. */
const MOST_MORE = 5
const time = '2026-01-01T00:00:00Z'

interface Task {
  readonly name: string
  readonly args: (base: string) => readonly string[]
  readonly prepare: (store: Store) => Promise<unknown>
  readonly look: (store: Store) => Promise<State>
}

describe.skipIf('absent' in found)('a process that is killed at a request to HDFS', () => {
  let hdfs: Hdfs
  let numBases = 0
  beforeAll(async () => {
    hdfs = await startHdfs()
  })
  afterAll(() => hdfs?.stop())

  async function prepared({ prepare }: Task): Promise<Store> {
    const options = { webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs' }
    const store = await openStore(`${hdfs.hdfsUrl}/kill-${numBases++}`, options)
    await prepare(store)
    return store
  }

  function run({ args }: Task, store: Store, env: NodeJS.ProcessEnv) {
    const where = { FREEFLOW_WEBHDFS_URL: hdfs.webhdfsUrl, HADOOP_USER_NAME: 'hdfs' }
    return startPublisher(args(store.base), { ...where, ...env }, 'kill-at-request.mjs').ended
  }

  /** Kills at points from the first event to the last, and looks at what each has left. */
  async function killAtMany(task: Task): Promise<void> {
    const seen = { old: 0, new: 0, half: 0 }
    const { stdout } = await run(task, await prepared(task), {})
    const numEvents = Number(/events (\d+)/.exec(stdout)?.[1])
    let killed = 0
    const killAt = async (event: number) => {
      const store = await prepared(task)
      if ((await run(task, store, { KILL_AT: String(event) })).code === null) killed++
      await sleep(LATE_MS)
      seen[await task.look(store)]++
    }
    for (let point = 0; point < numPoints; point++)
      await killAt(Math.round(1 + (point / (numPoints - 1)) * (numEvents - 1)))
    // the commit is among the last events, and how many come before it varies with the connections
    for (let more = 0; seen.new === 0 && more < MOST_MORE; more++) await killAt(numEvents + more)
    const points = seen.old + seen.new + seen.half
    const counts = `old=${seen.old} new=${seen.new} half=${seen.half}`
    console.log(`CRASH hdfs ${task.name} points=${points} killed=${killed} ${counts}`)
    expect(seen.half).toBe(0)
    expect(seen.old).toBeGreaterThan(0)
    expect(seen.new).toBeGreaterThan(0)
    // the number of connections varies a little
    expect(killed).toBeGreaterThan(numPoints * 0.7)
  }

  it('leaves the old versions, or those and a whole new one', async () => {
    const prepare = (store: Store) => publishAt(store, 'm', time)
    const args = (base: string) => ['publish', base]
    await killAtMany({ name: 'publish', args, prepare, look: stateOfVersions })
  })

  it('leaves a version where it was, or whole among the retracted', async () => {
    const prepare = async (store: Store) => {
      for (const _ of ['old', 'bad']) await publishAt(store, 'm', time)
    }
    const args = (base: string) => ['retract', base]
    await killAtMany({ name: 'retract', args, prepare, look: stateOfRetraction })
  })

  it('leaves the old preprocessing, or the new', async () => {
    const [from, to] = ['A', 'B'].map((scaler) => {
      const directory = temporaryDirectory()
      writeFiles(directory, pipelineFiles(scaler))
      return directory
    })
    const prepare = (store: Store) =>
      refreshPreprocessing(store, { files: localFiles, directory: from, publishId: 'first' })
    const args = (base: string) => ['refresh', base, to]
    await killAtMany({ name: 'refresh', args, prepare, look: stateOfPipeline })
  })
})
