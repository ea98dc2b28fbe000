import { afterAll, beforeAll, describe, vi } from 'vitest'
import { storeCases } from '../contract/store.ts'
import { storeFilesCases } from '../contract/store-files.ts'
import { findHdfs, type Hdfs, startHdfs } from './hdfs.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const found = findHdfs({ gateway: 'httpfs' })
let hdfs: Hdfs
let numBases = 0
const place = {
  newBase: () => `${hdfs.hdfsUrl}/store-${numBases++}`,
  options: () => ({ webhdfsUrl: hdfs.env.HTTPFS_URL, user: 'hdfs' }),
  replacing: 'leaves a gap' as const,
}

// it passes over the rename options: versions are guarded by their claims, and a plain rename is looked at after
describe.skipIf('absent' in found)('behind an HttpFS', () => {
  beforeAll(async () => {
    hdfs = await startHdfs({ gateway: 'httpfs', blockSizeBytes: 1 << 20 })
  })
  afterAll(() => hdfs?.stop())

  describe('a store', () => storeCases(place))
  describe('files', () => storeFilesCases(place))
})
