import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { openStore } from '../../src/store/store.ts'
import { findHdfs, type Hdfs, startHdfs } from '../cluster/hdfs.ts'
import { lookAt, startPublish } from './hdfs-publish.ts'
import type { Ending } from './strace.ts'

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 120_000 })

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const found = findHdfs()
/** Enough to be on its way for a while. */
const NUM_MEGABYTES = 48

describe.skipIf('absent' in found)('a daemon of HDFS', () => {
  let hdfs: Hdfs
  let numBases = 0
  beforeAll(async () => {
    hdfs = await startHdfs({ numDatanodes: 2, replication: 2, blockSizeBytes: 16 << 20 })
  })
  afterAll(() => hdfs?.stop())

  const newBase = () => `/daemons-${numBases++}`
  /** Moments of a publish, in ms after its begin. */
  const moments = (count: number) => Array.from({ length: count }, (_, at) => 50 + (at * 1500) / count)

  interface Seen {
    readonly codes: readonly (number | null)[]
    readonly whole: number
    readonly half: number
    readonly staged: number
  }

  /** Publishes once a moment, and does something to the HDFS at that moment, which ends with the HDFS well. */
  async function disturb(count: number, numMegabytes: number, trouble: () => Promise<void>): Promise<Seen> {
    const codes: (number | null)[] = []
    const sum = { whole: 0, half: 0, staged: 0 }
    for (const moment of moments(count)) {
      const base = newBase()
      const { child, ended } = startPublish(hdfs, base, { numMegabytes })
      await new Promise((resolve) => child.stdout?.once('data', resolve))
      await sleep(moment)
      await trouble()
      const ending: Ending = await ended
      if (ending.code !== 0) console.log(ending.stderr)
      codes.push(ending.code)
      const left = await lookAt(hdfs, base)
      for (const key of ['whole', 'half', 'staged'] as const) sum[key] += left[key]
    }
    return { codes, ...sum }
  }

  function judge(name: string, { codes, whole, half, staged }: Seen): void {
    const numOk = codes.filter((code) => code === 0).length
    console.log(`${name} times=${codes.length} exit0=${numOk} whole=${whole} half=${half} staged=${staged}`)
    expect({ codes, half, whole, staged }).toEqual({
      codes: codes.map(() => 0),
      half: 0,
      whole: codes.length,
      staged: 0,
    })
  }

  it('NameNode that is killed and started again in a publish delays it', async () => {
    const trouble = async () => {
      await hdfs.kill('nn')
      await hdfs.start('nn')
    }
    judge('NAMENODE kills', await disturb(full ? 14 : 2, 0, trouble))
  })

  it('NameNode that hangs for a while delays a publish', async () => {
    const trouble = async () => {
      await hdfs.pause('nn')
      await sleep(3000)
      await hdfs.resume('nn')
    }
    judge('NAMENODE pauses', await disturb(full ? 6 : 1, 0, trouble))
  })

  it('DataNode that is killed in an upload is done without', async () => {
    const seen = await disturb(full ? 6 : 1, NUM_MEGABYTES, () => hdfs.kill('dn0'))
    await hdfs.start('dn0')
    judge('DATANODE one of two killed', seen)
  })

  it('DataNode that is the only one, killed in an upload and started again, delays it', async () => {
    await hdfs.kill('dn1')
    const trouble = async () => {
      await hdfs.kill('dn0')
      await sleep(1000)
      await hdfs.start('dn0')
    }
    const seen = await disturb(full ? 6 : 1, NUM_MEGABYTES, trouble)
    await hdfs.start('dn1')
    judge('DATANODE the only one killed', seen)
  })

  it('DataNode that is killed in a download is done without, or waited for', async () => {
    const base = newBase()
    await startPublish(hdfs, base, { numMegabytes: NUM_MEGABYTES }).ended
    const store = await openStore(`${hdfs.hdfsUrl}${base}`, { webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs' })
    const part = `${store.base}/m/20260101_000000/model/data/part-00001`
    const expected = await store.files.sha256(part)
    let equal = 0
    const count = full ? 6 : 2
    for (let turn = 0; turn < count; turn++) {
      const read = store.files.sha256(part)
      await sleep(60 + 20 * turn)
      const names = turn % 2 === 0 ? ['dn0'] : ['dn0', 'dn1']
      await Promise.all(names.map((name) => hdfs.kill(name)))
      for (const name of names) await hdfs.start(name)
      if ((await read) === expected) equal++
    }
    console.log(`DOWNLOAD kills=${count} equal=${equal}`)
    expect(equal).toBe(count)
  })

  it('NameNode in safe mode is waited for, and named where it stays there', async () => {
    await hdfs.admin('dfsadmin', '-safemode', 'enter')
    const waiting = startPublish(hdfs, newBase())
    const tooLong = await startPublish(hdfs, newBase(), { env: { FREEFLOW_HDFS_DEADLINE: '5s' } }).ended
    await hdfs.admin('dfsadmin', '-safemode', 'leave')
    expect((await waiting.ended).code).toBe(0)
    expect(tooLong.code).toBe(exitCodes.storage)
    expect(tooLong.stderr).toMatch(/^storage: cannot .*hdfs:\/\/.*SafeMode.*; given up after \d s\n$/)
    judge(
      'SAFEMODE during',
      await disturb(1, 0, async () => {
        await hdfs.admin('dfsadmin', '-safemode', 'enter')
        await hdfs.admin('dfsadmin', '-safemode', 'leave')
      }),
    )
  })

  it('NameNode that hangs for longer than the deadline is an error in about that time', async () => {
    const base = newBase()
    await hdfs.pause('nn')
    const beganMs = performance.now()
    const { code, stderr } = await startPublish(hdfs, base, { env: { FREEFLOW_HDFS_DEADLINE: '4s' } }).ended
    const seconds = (performance.now() - beganMs) / 1000
    await hdfs.resume('nn')
    console.log(`NAMENODE hangs code=${code} seconds=${seconds.toFixed(0)}`)
    expect(code).toBe(exitCodes.storage)
    expect(stderr).toMatch(/^storage: cannot .* gave no answer/)
    expect(seconds).toBeLessThan(10)
    await sleep(1000)
    expect(await lookAt(hdfs, base)).toMatchObject({ whole: 0, half: 0 })
  })
})
