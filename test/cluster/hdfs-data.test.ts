import { spawn, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeDirectories, removePath } from '../../src/hdfs/change-names.ts'
import { fileStatus, listDirectory } from '../../src/hdfs/file-status.ts'
import type { HdfsOptions } from '../../src/hdfs/hdfs-options.ts'
import { openSession } from '../../src/hdfs/open-session.ts'
import { overwriteFile } from '../../src/hdfs/overwrite-file.ts'
import { putDirectory } from '../../src/hdfs/put-directory.ts'
import { readWhole } from '../../src/hdfs/read-file.ts'
import { sendFile } from '../../src/hdfs/send-file.ts'
import type { HdfsSession } from '../../src/hdfs/session.ts'
import { withLocalData } from '../../src/jobs/with-local-data.ts'
import { loadModel } from '../../src/predict/load-model.ts'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { acceptFolder, weekFolder, whyMissing } from '../data-folder.ts'
import { smallDisk } from '../store/small-disk.ts'
import { findHdfs, type Hdfs, startHdfs } from './hdfs.ts'
import { findPySpark, runPython } from './pyspark.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const found = findHdfs()
const noWeek = whyMissing('METR-LA week', weekFolder)
const isReal = noWeek === null
if (!isReal) console.warn(`LEFT OUT: ${noWeek}, a generated one is taken`)
const month = isReal ? '2012-03' : '2024-01'
const linear = 'linear_regression'

describe.skipIf('absent' in found)('data in HDFS', () => {
  const cwd = temporaryFolder()
  let hdfs: Hdfs
  let options: HdfsOptions
  let session: HdfsSession
  let env: NodeJS.ProcessEnv
  let top: string
  const run = (...args: string[]) => runCli(args, { cwd, env })
  const days = (first: number, last: number) => [
    '--start-date',
    `${month}-0${first}`,
    '--end-date',
    `${month}-0${last}`,
  ]
  const predict = (...args: string[]) =>
    run('predict', linear, '--data', `${top}/features`, '--models', `${top}/models`, ...args)
  const namesAt = async (path: string) => (await listDirectory(session, path))?.map(({ name }) => name)
  const partOf = (day: number) =>
    `/features/year=${month.slice(0, 4)}/month=${Number(month.slice(5))}/day=${day}/part-00000.parquet`
  /** Copies readings, and says in what steps the bytes were counted and whether they are those of a directory. */
  const spool = async (data: string, work: string, original: string, runId = 'run') => {
    const done: number[] = []
    const report = {
      info() {},
      warn() {},
      progress: (_: string, doneBytes: number) => void done.push(doneBytes),
    }
    const { signal } = new AbortController()
    const host = { report, now: () => Date.now(), newId: () => 'id', signal, hdfs: options }
    const isSame = await withLocalData({ data, work: join(cwd, work) }, runId, host, async (local) => {
      const bytes = (directory: string) => readFileSync(join(directory, 'readings.parquet'))
      return bytes(local.data ?? '').equals(bytes(original))
    })
    return { isSame, steps: done.slice(1).map((bytes, at) => bytes - done[at]) }
  }

  beforeAll(async () => {
    hdfs = await startHdfs()
    top = hdfs.hdfsUrl
    env = { FREEFLOW_WEBHDFS_URL: hdfs.webhdfsUrl, HADOOP_USER_NAME: 'hdfs', HADOOP_CONF_DIR: '' }
    options = { webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs', scratch: join(cwd, 'scratch') }
    session = (await openSession(top, options)).session
    const source = isReal ? weekFolder : 'readings'
    if (!isReal) await run('sample', '--out', source, '--sensors', '8')
    const made = await run(
      ...['features', '--data', source, '--out', `${top}/features`],
      ...['--timezone', 'America/Los_Angeles'],
    )
    expect([made.code, made.stderr]).toEqual([0, ''])
  })
  afterAll(() => hdfs?.stop())

  it('is written there whole, with nothing beside it', async () => {
    expect(await namesAt('/')).toEqual(['features'])
    expect(await namesAt('/features')).toEqual(['_freeflow.json', `year=${month.slice(0, 4)}`])
    expect(readdirSync(join(cwd, '.freeflow'))).toEqual([])
  })

  it('is never written over something, but takes the place of an empty directory', async () => {
    const taken = await run('sample', '--out', `${top}/features`, '--sensors', '2', '--days', '1')
    expect([taken.code, taken.stderr.split('\n')[0]]).toEqual([
      5,
      `error: ${top}/features: the directory is not empty`,
    ])
    await makeDirectories(session, '/empty')
    const made = await run('sample', '--out', `${top}/empty`, '--sensors', '2', '--days', '1')
    expect(made.code).toBe(0)
    expect(await namesAt('/empty')).toEqual(['readings.parquet', 'sensors.csv'])
    expect(await namesAt('/')).toEqual(['empty', 'features'])
  })

  describe('for training', () => {
    let log: string
    let summary: ReturnType<typeof JSON.parse>
    beforeAll(async () => {
      const trained = await run(
        ...['train-all', '--data', `${top}/features`, '--models', `${top}/models`, ...days(3, 5)],
        ...['--no-tune', '--no-cv', '--json', '--set', 'random_forest.numTrees=5'],
        ...['--set', 'gradient_boosted_trees.maxIter=5'],
      )
      expect([trained.code, trained.stderr.match(/^error.*/m)]).toEqual([0, null])
      log = trained.stderr
      summary = JSON.parse(trained.stdout)
    })

    it('comes only as far as the dates ask for it', () => {
      expect(log).toMatch(
        /^Reading 5 of 7 files \(\d+\.\d MB\) from hdfs:.*\/features: 5 copied, 0 in the cache$/m,
      )
      expect(log).toMatch(/^Loaded \d+ records \(5 of 5 files\)$/m)
      expect(summary.data.files).toBe(5)
    })

    it('is called by its URI, not by that of the copy', async () => {
      const { models } = summary
      const path = models[linear].path.slice(top.length)
      const metadata = JSON.parse(`${Buffer.from(await readWhole(session, `${path}/metadata.json`))}`)
      expect([summary.data.uri, metadata.data.uri]).toEqual([`${top}/features`, `${top}/features`])
      expect(log).toContain(`\nLoading features from ${top}/features\n`)
      expect(`${log}${JSON.stringify([summary, metadata])}`).not.toContain(`.freeflow/${summary.run_id}`)
    })

    it('gives versions that are found and predict, to HDFS too', async () => {
      const latest = await run('models', 'latest', linear, '--models', `${top}/models`)
      expect(latest.stdout).toBe(`${summary.models[linear].path}\n`)
      for (const out of [`${top}/out/p.parquet`, `${top}/out/p.parquet`, 'p.parquet'])
        expect((await predict('--out', out, ...days(3, 3))).code).toBe(0)
      const remote = Buffer.from(await readWhole(session, '/out/p.parquet'))
      expect(remote.equals(readFileSync(join(cwd, 'p.parquet')))).toBe(true)
      expect(await namesAt('/out')).toEqual(['p.parquet'])
    })

    it('gives versions that are copied out of it, and into it again', async () => {
      const out = await run('models', 'export', linear, '--models', `${top}/models`, '--out', 'exported')
      expect([out.code, out.stderr]).toEqual([0, ''])
      const back = await run('models', 'export', './exported', '--out', `${top}/copies/linear`)
      expect([back.code, back.stderr]).toEqual([0, ''])
      expect(await namesAt(new URL(`${top}/copies`).pathname)).toEqual(['linear'])
      expect((await run('models', 'verify', `${top}/copies/linear`)).stdout).toMatch(
        /\/copies\/linear: whole\n$/,
      )
    })

    it('can be evaluated, but not into a version', async () => {
      const evaluate = (out: string) =>
        run(
          'evaluate',
          linear,
          '--data',
          `${top}/features`,
          '--models',
          `${top}/models`,
          '--out',
          out,
          ...days(3, 3),
        )
      expect((await evaluate(`${top}/evaluation/e.json`)).code).toBe(0)
      const evaluation = JSON.parse(`${Buffer.from(await readWhole(session, '/evaluation/e.json'))}`)
      expect(evaluation.data.uri).toBe(`${top}/features`)
      const inside = await evaluate(`${summary.models[linear].path}/e.json`)
      expect([inside.code, inside.stderr]).toEqual([2, expect.stringContaining('which is never edited')])
    })

    it('comes from the cache the second time, and anew where a file has changed', async () => {
      const again = await predict('--out', 'again.csv', ...days(3, 5))
      expect(again.stdout).toMatch(/: 0 copied, 5 in the cache$/m)
      const lines = readFileSync(join(cwd, 'again.csv'), 'utf8').split('\n').length
      const status = await fileStatus(session, partOf(4))
      const part = join(cwd, 'part.parquet')
      const bytes = await readWhole(session, partOf(4))
      await withDuckDb({}, async (connection) => {
        const whole = join(cwd, 'whole.parquet')
        writeFileSync(whole, bytes)
        await connection.run(`COPY (SELECT * FROM '${whole}' LIMIT 100) TO '${part}' (FORMAT parquet)`)
      })
      await overwriteFile(session, part, partOf(4))
      expect((await fileStatus(session, partOf(4)))?.fileId).not.toBe(status?.fileId)
      const changed = await predict('--out', 'changed.csv', ...days(3, 5))
      expect(changed.stdout).toMatch(/: 1 copied, 4 in the cache$/m)
      expect(readFileSync(join(cwd, 'changed.csv'), 'utf8').split('\n').length).toBeLessThan(lines)
    })

    it('gives models that a program loads by their URI, and that predict as when they were made', async () => {
      const { path } = summary.models[linear]
      const { rows, predictions } = JSON.parse(
        `${Buffer.from(await readWhole(session, `${path.slice(top.length)}/golden.json`))}`,
      )
      const model = await loadModel(`${top}/models/${linear}`, { hdfs: options })
      expect(path).toBe(`${top}/models/${linear}/${model.version}`)
      expect([...model.predict(rows)]).toEqual(predictions)
      expect(predictions.length).toBeGreaterThan(0)
    })

    const isRequired = process.env.FREEFLOW_CLUSTER === 'require'
    it.skipIf(!isRequired)('gives a store in HDFS that pyspark_reader.py accepts', () => {
      whyMissing('readers of our models', acceptFolder)
      const spark = findPySpark()
      if ('absent' in spark) throw new Error(spark.absent)
      const printed = runPython(spark.python, join(acceptFolder, 'pyspark_reader.py'), `${top}/models`)
      console.log(printed)
      expect(printed).toMatch(/^\d+ passed, 0 failed$/m)
    })
  })

  it('is made of readings with the files beside them', async () => {
    await run('sample', '--out', 'small', '--sensors', '4', '--days', '2')
    await putDirectory(session, join(cwd, 'small'), '/small')
    const args = ['train', linear, '--models', 'models', '--timezone', 'America/Los_Angeles', '--json']
    const local = JSON.parse((await run(...args, '--data', 'small')).stdout)
    // dates keep no reading away: lags need what came before
    const trained = await run(...args, '--data', `${top}/small`, '--start-date', '2024-01-04')
    expect(trained.stderr).toContain(`Building features from ${top}/small\n`)
    const remote = JSON.parse(trained.stdout)
    expect(remote.data).toEqual({ ...local.data, uri: `${top}/small` })
    const elsewhere = await run(
      ...[...args, '--data', `${top}/small/readings.parquet`],
      ...['--sensors-table', `${top}/small/sensors.csv`],
    )
    expect(JSON.parse(elsewhere.stdout).data.sha256).toBe(local.data.sha256)
    const missing = await run('train', linear, '--data', `${top}/small`, '--sensors-table', `${top}/none.csv`)
    expect([missing.code, missing.stderr]).toEqual([
      3,
      expect.stringContaining(`error: ${top}/none.csv: there is no`),
    ])
    expect(readdirSync(join(cwd, '.freeflow'))).toEqual(['cache'])
  })

  it('is forecast with the graph that lies beside it, or is named, in HDFS', async () => {
    const names = readFileSync(join(cwd, 'small/sensors.csv'), 'utf8').trim().split('\n').slice(1)
    const [first, second] = names.map((line) => line.split(',')[0])
    mkdirSync(join(cwd, 'graphed'))
    for (const name of ['readings.parquet', 'sensors.csv'])
      copyFileSync(join(cwd, 'small', name), join(cwd, 'graphed', name))
    writeFileSync(join(cwd, 'graphed/adjacency.csv'), `from,to,weight\n${first},${second},1\n`)
    await putDirectory(session, join(cwd, 'graphed'), '/graphed')
    const train = (...args: string[]) =>
      run('train-all', '--models', 'models', '--timezone', 'America/Los_Angeles', ...args)
    // two days are too few for models, which come after what is asked for here
    const beside = await train('--preset', 'forecast', '--data', `${top}/graphed`)
    const line = `Neighbours come from ${top}/graphed/adjacency.csv, which covers 2 of 4 sensors`
    expect([beside.code, beside.stdout]).toEqual([0, expect.stringContaining(line)])
    const learnt = await train('--preset', 'forecast', '--data', `${top}/small`)
    expect(learnt.stdout).toContain('No graph of the roads: neighbours are learnt from the speeds')
    // a nowcast measures a forecast beside it, of the same copy
    const quick = ['--no-tune', '--no-cv', '--set', 'random_forest.numTrees=2']
    const graph = `${top}/graphed/adjacency.csv`
    const named = await train(
      ...[...quick, '--set', 'gradient_boosted_trees.maxIter=2', '--data', `${top}/small`, '--graph', graph],
    )
    expect([named.code, named.stdout]).toEqual([0, expect.stringContaining(line)])
    expect(readdirSync(join(cwd, '.freeflow'))).toEqual(['cache'])
    const none = await train('--preset', 'forecast', '--data', 'small', '--graph', `${top}/none.csv`)
    expect([none.code, none.stderr]).toEqual([
      3,
      expect.stringContaining(`error: ${top}/none.csv: there is no`),
    ])
  })

  it('is refused while a Spark job writes it', async () => {
    await makeDirectories(session, '/features/_temporary/0')
    const refused = await run('cv', linear, '--data', `${top}/features`)
    await removePath(session, '/features/_temporary')
    expect([refused.code, refused.stderr.split('\n')[0]]).toEqual([
      3,
      `error: ${top}/features: holds _temporary, so it is not finished`,
    ])
  })

  it('is refused where files come while it is copied', async () => {
    const curl = [
      '-sfL',
      '-X',
      'PUT',
      '--data-binary',
      'x',
      `${hdfs.webhdfsUrl}/late/b.csv?op=CREATE&user.name=hdfs`,
    ]
    await makeDirectories(session, '/late')
    await putDirectory(session, join(cwd, 'small'), '/late')
    const report = { info() {}, warn() {}, progress: () => void spawnSync('curl', curl) }
    const { signal } = new AbortController()
    const host = { report, now: () => 0, newId: () => 'id', signal, hdfs: options }
    const places = { data: `${top}/late`, work: join(cwd, 'late') }
    await expect(withLocalData(places, 'run', host, () => expect.fail('read'))).rejects.toMatchObject({
      code: 'data',
      message: `${top}/late has changed while it was read`,
    })
  })

  it('is refused before it fills the disk', async (context) => {
    const disk = smallDisk(context, '256k')
    const { code, stderr } = await run('cv', linear, '--data', `${top}/features`, '--work', disk)
    expect([code, stderr.split('\n')[0]]).toEqual([
      5,
      expect.stringMatching(
        /^error: .*\/cache: \d+\.\d MB of hdfs:.*\/features are to be copied there, 0\.\d MB are free$/,
      ),
    ])
    expect(readdirSync(disk)).toEqual(['cache'])
    expect(readdirSync(join(disk, 'cache'))).toEqual([])
  })

  it('passes over empty and hidden files', async () => {
    await putDirectory(session, join(cwd, 'small'), '/odd')
    for (const name of ['empty.parquet', '_SUCCESS', '.readings.parquet.crc'])
      await sendFile(session, `/odd/${name}`, { length: 0, chunks: () => [] })
    await run('features', '--data', `${top}/odd`, '--out', 'odd')
    expect(existsSync(join(cwd, 'odd/_freeflow.json'))).toBe(true)
  })

  it('goes on where a run was killed', async () => {
    const big = join(cwd, 'big')
    mkdirSync(big)
    await withDuckDb({}, async (connection) => {
      const noise = `repeat(md5(CAST(timestamp AS VARCHAR) || sensor_id), 3000) AS noise`
      const rows = `SELECT *, ${noise} FROM '${cwd}/small/readings.parquet'`
      await connection.run(
        `COPY (${rows}) TO '${big}/readings.parquet' (FORMAT parquet, COMPRESSION uncompressed)`,
      )
      await connection.run(`COPY (FROM '${cwd}/small/sensors.csv') TO '${big}/sensors.csv'`)
    })
    const { size } = statSync(join(big, 'readings.parquet'))
    await putDirectory(session, big, '/big')
    const cache = join(cwd, 'killed/cache')
    const args = ['features', '--data', `${top}/big`, '--out', 'of-big', '--work', 'killed']
    const child = spawn(process.execPath, [resolve('dist/cli/main.js'), ...args], {
      cwd,
      env: { ...process.env, ...env },
    })
    const arrived = () => {
      const partial = existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith('.tmp')) : []
      // a file that has arrived between the two calls has another name now
      const sizes = partial.map((name) => statSync(join(cache, name), { throwIfNoEntry: false })?.size)
      return Math.max(0, ...sizes.map((bytes) => bytes ?? 0))
    }
    while (child.exitCode === null && arrived() < size / 4) await sleep(1)
    child.kill('SIGKILL')
    await new Promise((end) => child.once('close', end))
    const left = arrived()
    expect(left).toBeGreaterThan(size / 8)
    expect(left).toBeLessThan(size)
    // what was there is counted in one step, what comes arrives piece by piece
    const { steps, isSame } = await spool(`${top}/big`, 'killed', big)
    expect([Math.max(...steps), isSame]).toEqual([left, true])
    expect(readdirSync(cache).filter((name) => name.endsWith('.tmp'))).toEqual([])
    const again = await run(...args)
    expect([again.code, again.stdout.match(/: \d+ copied.*/)?.[0]]).toEqual([0, ': 0 copied, 1 in the cache'])
  })

  it('is the same for several who copy it at once', async () => {
    const all = ['a', 'b', 'c'].map((runId) => spool(`${top}/big`, 'shared', join(cwd, 'big'), runId))
    for (const { isSame } of await Promise.all(all)) expect(isSame).toBe(true)
    const names = readdirSync(join(cwd, 'shared/cache'))
    expect([names.length, names.filter((name) => name.includes('.'))]).toEqual([2, []])
    expect(readdirSync(join(cwd, 'shared'))).toEqual(['cache'])
  })

  it('does not go on with bytes that are not those of the file', async () => {
    const cache = join(cwd, 'spoilt/cache')
    expect(await spool(`${top}/small`, 'spoilt', join(cwd, 'small'))).toMatchObject({ isSame: true })
    for (const name of readdirSync(cache)) {
      writeFileSync(join(cache, `${name}.spoilt.tmp`), Buffer.alloc(statSync(join(cache, name)).size - 1))
      rmSync(join(cache, name))
    }
    const { steps, isSame } = await spool(`${top}/small`, 'spoilt', join(cwd, 'small'))
    expect([Math.min(...steps) < 0, isSame]).toEqual([true, true])
  })
})
