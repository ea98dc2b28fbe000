import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { listVersions } from '../../src/store/list-versions.ts'
import { openStore } from '../../src/store/store.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { findHdfs, type Hdfs, startHdfs } from '../cluster/hdfs.ts'
import { proxyNameNode } from './name-node-proxy.ts'
import { race } from './race.ts'

vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 120_000 })

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const found = findHdfs()

describe.skipIf('absent' in found)('publishers at once on HDFS', () => {
  let hdfs: Hdfs
  beforeAll(async () => {
    hdfs = await startHdfs()
  })
  afterAll(() => hdfs?.stop())

  /** Races through a NameNode, or what stands before it, and checks the versions byte by byte. */
  async function raceThrough(webhdfsUrl: string, name: string, size: { processes: number; rounds: number }) {
    const env = { FREEFLOW_WEBHDFS_URL: webhdfsUrl, HADOOP_USER_NAME: 'hdfs' }
    const base = `${hdfs.hdfsUrl}/${name}-${size.processes}`
    const { acked, survived, lost, mixed, nested } = await race(base, 'rounds', size, env)
    const counts = `acked=${acked} survived=${survived} lost=${lost} mixed=${mixed} nested=${nested}`
    console.log(`RACE ${name} processes=${size.processes} ${counts}`)
    expect({ acked, lost, mixed, nested }).toEqual({
      acked: size.processes * size.rounds,
      lost: 0,
      mixed: 0,
      nested: 0,
    })
    const store = await openStore(base, { webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs' })
    const versions = await listVersions(store, 'm')
    expect(versions.length).toBe(acked)
    for (const version of versions.slice(-10)) expect(await verifyVersion(version)).toEqual([])
  }

  it.each(full ? [2, 3, 4] : [3])('%i lose and mix nothing', async (processes) => {
    await raceThrough(hdfs.webhdfsUrl, 'hdfs', { processes, rounds: full ? 100 : 8 })
  })

  it('lose and mix nothing where the server passes over the rename options', async () => {
    const proxy = await proxyNameNode(hdfs.webhdfsUrl, ({ params }) => {
      params.delete('renameoptions')
      return 'pass'
    })
    await raceThrough(proxy.url, 'gateway', { processes: 3, rounds: full ? 50 : 5 })
  })

  it('are caught where they look and then move', async () => {
    const env = { FREEFLOW_WEBHDFS_URL: hdfs.webhdfsUrl, HADOOP_USER_NAME: 'hdfs' }
    const size = { processes: 3, rounds: full ? 40 : 6 }
    const { lost, nested } = await race(`${hdfs.hdfsUrl}/unsafe`, 'unsafe-rounds', size, env)
    console.log(`RACE unsafe lost=${lost} nested=${nested}`)
    expect(lost).toBeGreaterThan(0)
    expect(nested).toBeGreaterThan(0)
  })
})
