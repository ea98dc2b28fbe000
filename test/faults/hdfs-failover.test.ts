import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { findHdfs, type Hdfs, startHdfs } from '../cluster/hdfs.ts'
import { startPublisher } from './run-publisher.ts'
import { stateOfVersions } from './states.ts'

vi.setConfig({ testTimeout: 1_200_000, hookTimeout: 180_000 })

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const found = findHdfs()

describe.skipIf('absent' in found)('two NameNodes', () => {
  let hdfs: Hdfs
  beforeAll(async () => {
    hdfs = await startHdfs({ numNamenodes: 2 })
  })
  afterAll(() => hdfs?.stop())

  it('change places in a publish, which ends well', async () => {
    const times = full ? 6 : 2
    const seen = { exit0: 0, old: 0, new: 0, half: 0 }
    const options = { confDir: hdfs.confDir, user: 'hdfs' }
    const [base, env] = [
      `${hdfs.hdfsUrl}/failover`,
      { HADOOP_CONF_DIR: hdfs.confDir, HADOOP_USER_NAME: 'hdfs' },
    ]
    for (let turn = 0; turn < times; turn++) {
      const [active, standby] = turn % 2 === 0 ? ['nn1', 'nn2'] : ['nn2', 'nn1']
      const { child, ended } = startPublisher(['publish', `${base}-${turn}`], env)
      await new Promise((resolve) => child.stdout?.once('data', resolve))
      await sleep(100 + (turn * 600) / times)
      await hdfs.kill(active)
      await hdfs.admin('haadmin', '-failover', active, standby)
      const { code, stderr } = await ended
      if (code === 0) seen.exit0++
      else console.log(stderr)
      await hdfs.start(active)
      const store = await openStore(`${base}-${turn}`, options)
      // one version, its own, stands there as if it were the old one
      seen[await stateOfVersions(store)]++
    }
    console.log(`FAILOVER times=${times} exit0=${seen.exit0} whole=${seen.old} half=${seen.half}`)
    expect(seen).toEqual({ exit0: times, old: times, new: 0, half: 0 })
  })
})
