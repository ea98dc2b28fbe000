import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { fileStatus } from '../../src/hdfs/file-status.ts'
import { listFiles } from '../../src/hdfs/list-files.ts'
import { openSession } from '../../src/hdfs/open-session.ts'
import { openStore } from '../../src/store/store.ts'
import { findHdfs, type Hdfs, startHdfs } from '../cluster/hdfs.ts'
import { lookAt, startPublish } from './hdfs-publish.ts'
import type { Ending } from './strace.ts'

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 120_000 })

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const found = findHdfs()
/** Enough to be on its way for a second, also to one DataNode. */
const NUM_MEGABYTES = 256
const BLOCK_BYTES = 16 << 20
/** Publishes in a row that may end before a daemon was killed, until a test is given up. */
const MOST_LATE = 5

describe.skipIf('absent' in found)('a daemon of HDFS', () => {
  let hdfs: Hdfs
  let numBases = 0
  beforeAll(async () => {
    hdfs = await startHdfs({ numDatanodes: 2, replication: 2, blockSizeBytes: BLOCK_BYTES })
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

  /** The length, as the NameNode knows it, of the large file that a publish is sending; `null` if there is none. */
  async function openPartBytes(base: string): Promise<number | null> {
    const { session } = await openSession(hdfs.hdfsUrl, { webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs' })
    const staging = `${base}/.freeflow/staging`
    if ((await fileStatus(session, staging)) === null) return null
    const lengths = (await listFiles(session, staging, [])).map(({ status }) => status.length)
    return lengths.find((length) => length >= BLOCK_BYTES && length < NUM_MEGABYTES * 1e6) ?? null
  }

  /** Kills dn0 after the first block of a publish, while the others are on their way to it; false if it ended before. */
  async function killInUpload(base: string, hasEnded: () => boolean): Promise<boolean> {
    while (!hasEnded() && (await openPartBytes(base)) === null) await sleep(5)
    await hdfs.kill('dn0')
    return (await openPartBytes(base)) !== null
  }

  interface Trouble {
    readonly numMegabytes?: number
    /** What is done to the HDFS, at the moment or when it finds the publish of that base far enough; false if it was too late. */
    readonly make: (base: string, hasEnded: () => boolean) => Promise<boolean>
    /** Makes the HDFS well again, when the publish has ended. */
    readonly mend?: () => Promise<void>
  }

  /** Publishes so often, and does something to the HDFS in each; one that ended before that does not count. */
  async function disturb(count: number, { numMegabytes = 0, make, mend }: Trouble): Promise<Seen> {
    const codes: (number | null)[] = []
    const sum = { whole: 0, half: 0, staged: 0 }
    for (const moment of moments(count)) {
      let numLate = 0
      for (let isDone = false; !isDone; ) {
        const base = newBase()
        const { child, ended } = startPublish(hdfs, base, { numMegabytes })
        let hasEnded = false
        const ending: Promise<Ending> = ended.finally(() => {
          hasEnded = true
        })
        await new Promise((resolve) => child.stdout?.once('data', resolve))
        if (numMegabytes === 0) await sleep(moment)
        isDone = await make(base, () => hasEnded)
        const { code, stderr } = await ending
        if (code !== 0) console.log(stderr)
        await mend?.()
        const left = await lookAt(hdfs, base)
        if (!isDone) {
          numLate++
          expect(numLate).toBeLessThan(MOST_LATE)
          continue
        }
        codes.push(code)
        for (const key of ['whole', 'half', 'staged'] as const) sum[key] += left[key]
      }
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
    const make = async () => {
      await hdfs.kill('nn')
      await hdfs.start('nn')
      return true
    }
    judge('NAMENODE kills', await disturb(full ? 14 : 2, { make }))
  })

  it('NameNode that hangs for a while delays a publish', async () => {
    const make = async () => {
      await hdfs.pause('nn')
      await sleep(3000)
      await hdfs.resume('nn')
      return true
    }
    judge('NAMENODE pauses', await disturb(full ? 6 : 1, { make }))
  })

  it('DataNode that is killed in an upload is done without', async () => {
    const mend = () => hdfs.start('dn0')
    const trouble = { numMegabytes: NUM_MEGABYTES, make: killInUpload, mend }
    judge('DATANODE one of two killed', await disturb(full ? 6 : 1, trouble))
  })

  it('DataNode that is the only one, killed in an upload and started again, delays it', async () => {
    await hdfs.kill('dn1')
    const make = async (base: string, hasEnded: () => boolean) => {
      const isInTime = await killInUpload(base, hasEnded)
      await sleep(1000)
      await hdfs.start('dn0')
      return isInTime
    }
    const seen = await disturb(full ? 6 : 1, { numMegabytes: NUM_MEGABYTES, make })
    await hdfs.start('dn1')
    judge('DATANODE the only one killed', seen)
  })

  it('DataNode that is killed in a download is done without, or waited for', async () => {
    const base = newBase()
    await startPublish(hdfs, base, { numMegabytes: NUM_MEGABYTES }).ended
    const store = await openStore(`${hdfs.hdfsUrl}${base}`, { webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs' })
    const part = `${store.base}/m/20260101_000000/model/data/part-00001`
    const expected = await store.files.sha256(part)
    const sum = { underWay: 0, equal: 0 }
    const count = full ? 6 : 2
    for (let turn = 0; turn < count; turn++) {
      let isRead = false
      const read = store.files.sha256(part).finally(() => {
        isRead = true
      })
      await sleep(60 + 20 * turn)
      const names = turn % 2 === 0 ? ['dn0'] : ['dn0', 'dn1']
      await Promise.all(names.map((name) => hdfs.kill(name)))
      if (!isRead) sum.underWay++
      for (const name of names) await hdfs.start(name)
      if ((await read) === expected) sum.equal++
    }
    console.log(`DOWNLOAD kills=${count} under way=${sum.underWay} equal=${sum.equal}`)
    expect(sum).toEqual({ underWay: count, equal: count })
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
      await disturb(1, {
        make: async () => {
          await hdfs.admin('dfsadmin', '-safemode', 'enter')
          await hdfs.admin('dfsadmin', '-safemode', 'leave')
          return true
        },
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
