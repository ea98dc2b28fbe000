import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { sparkHome, whyNoServer } from '../cluster/spark-server.ts'
import { generatedFeatures } from './generated-features.ts'
import { trainInSpark } from './train-in-spark.ts'

vi.setConfig({ testTimeout: 900_000, hookTimeout: 300_000 })

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const absent = whyNoServer()
if (absent !== null) console.warn(`LEFT OUT: no worker of Spark was killed: ${absent}`)

const scripts = resolve(import.meta.dirname, '../../scripts')

describe.skipIf(absent !== null)('a standalone master with two workers', () => {
  const folder = temporaryFolder()
  const run = join(folder, 'cluster')
  const env = {
    ...process.env,
    SPARK_HOME: absent === null ? sparkHome() : '',
    SPARK_LOCAL_IP: '127.0.0.1',
    JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  }
  let cluster: Readonly<Record<string, string>>
  beforeAll(async () => {
    await generatedFeatures(folder)
    mkdirSync(run)
    const printed = execFileSync(join(scripts, 'spark-cluster-up'), [run], { env, encoding: 'utf8' })
    cluster = Object.fromEntries(
      printed
        .trim()
        .split('\n')
        .map((line) => line.split(/=(.*)/).slice(0, 2)),
    )
  })
  afterAll(() => {
    if (absent === null) execFileSync(join(scripts, 'spark-cluster-down'), [run])
  })

  const train = (models: string) => {
    const asked = ['--executor-memory', '512M', '--driver-memory', '1G', '--total-executor-cores', '2']
    const places = ['--data', 'features', '--models', models, '--work', `work-${models}`]
    return trainInSpark([...places, '--master', cluster['SPARK_MASTER'], ...asked], folder, env)
  }
  const activeApps = async (): Promise<unknown> => {
    const answer = await fetch(`${cluster['SPARK_MASTER_UI']}/json/`)
    const { activeapps }: Record<string, unknown> = JSON.parse(await answer.text())
    return activeapps
  }

  it('gives a run what its flags ask for, and loses a worker in the middle of a fit without losing the run', async () => {
    const training = train('disturbed')
    await training.until('Training Gradient')
    expect(await activeApps()).toMatchObject([
      { name: 'TrafficPredictionModelTraining', cores: 2, memoryperexecutor: 512 },
    ])
    await sleep(500)
    const [worker] = cluster['SPARK_WORKER_PIDS'].split(' ').map(Number)
    // a machine that is lost takes the executor with it
    for (const pid of [worker, ...childrenOf(worker)]) process.kill(pid, 'SIGKILL')
    const ended = await training.ended
    expect(ended, ended.stderr).toMatchObject({ code: 0 })
    const [log] = readdirSync(join(folder, 'work-disturbed'))
    const lost = readFileSync(join(folder, 'work-disturbed', log), 'utf8').match(/Lost executor \d+/g) ?? []
    console.log(`SPARK worker killed=1 executors_lost=${lost.length} exit=${ended.code}`)
    expect(lost.length).toBe(1)
    for (const name of ['random_forest', 'gradient_boosted_trees'])
      expect(
        await runCli(['models', 'verify', name, '--models', 'disturbed'], { cwd: folder }),
      ).toMatchObject({ code: 0 })
  })

  it.runIf(full)('predicts as well as a run that loses nothing', async () => {
    const training = train('undisturbed')
    expect(await training.ended).toMatchObject({ code: 0 })
    for (const name of ['linear_regression', 'random_forest', 'gradient_boosted_trees']) {
      const [r2, expected] = ['disturbed', 'undisturbed'].map((models) =>
        metricsOf(join(folder, models, name)),
      )
      console.log(`SPARK worker killed=1 model=${name} r2=${r2} undisturbed_r2=${expected}`)
      // sums of two executors are taken in the order in which they come: other last digits, at times another split
      expect(Math.abs(r2 - expected)).toBeLessThan(0.01)
    }
  })
})

function metricsOf(versions: string): number {
  const [version] = readdirSync(versions).filter((name) => /^\d/.test(name))
  return JSON.parse(readFileSync(join(versions, version, 'metadata.json'), 'utf8')).metrics.r2
}

function childrenOf(parent: number): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid]) => pid)
}
