import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { storeCases } from '../contract/store.ts'
import { storeFilesCases } from '../contract/store-files.ts'
import { publishAt, temporaryDirectory } from '../store/temporary-store.ts'
import { findHdfs, type Hdfs, startHdfs } from './hdfs.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const found = findHdfs()
let hdfs: Hdfs
let numBases = 0
const place = {
  newBase: () => `${hdfs.hdfsUrl}/store ${numBases++} é%2F?#`,
  options: () => ({ webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs' }),
}

describe.skipIf('absent' in found)('on a real HDFS', () => {
  beforeAll(async () => {
    // small blocks, so that a file of 3 MB has several, each with a checksum of its own
    hdfs = await startHdfs({ blockSizeBytes: 1 << 20 })
  })
  afterAll(() => hdfs?.stop())

  describe('a store', () => storeCases(place))
  describe('files', () => storeFilesCases(place))

  it('leaves nothing in the scratch directory', async () => {
    const scratch = temporaryDirectory()
    const store = await openStore(place.newBase(), { ...place.options(), scratch })
    await publishAt(store, 'm', '2026-01-01T00:00:00Z')
    expect(readdirSync(scratch)).toEqual([])
  })
})
