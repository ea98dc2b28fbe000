import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { downloadFile } from '../../src/hdfs/download-file.ts'
import { ChecksumOfBytes, fileChecksum } from '../../src/hdfs/file-checksum.ts'
import { fileStatus } from '../../src/hdfs/file-status.ts'
import { openSession } from '../../src/hdfs/open-session.ts'
import type { HdfsSession } from '../../src/hdfs/session.ts'
import { uploadFile } from '../../src/hdfs/upload-file.ts'
import { findHdfs, type Hdfs, startHdfs } from './hdfs.ts'

// a JVM starts in seconds, or in a minute where the machine is busy
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const found = findHdfs()
const MIB = 1 << 20

describe.skipIf('absent' in found)('files of a real HDFS with blocks of 1 MiB', () => {
  let hdfs: Hdfs
  let session: HdfsSession
  let local: string
  beforeAll(async () => {
    hdfs = await startHdfs({ blockSizeBytes: MIB })
    local = mkdtempSync(join(tmpdir(), 'freeflow-checksum-'))
    ;({ session } = await openSession(hdfs.hdfsUrl, { webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs' }))
  })
  afterAll(async () => {
    rmSync(local, { recursive: true, force: true })
    await hdfs?.stop()
  })

  it.each([1, 511, 512, 513, MIB - 1, MIB, MIB + 1, 5 * MIB])('have our checksum: %i bytes', async (size) => {
    const bytes = randomBytes(size)
    const path = await upload(bytes)
    const checksum = new ChecksumOfBytes()
    checksum.add(bytes)
    expect(await fileChecksum(session, path)).toBe(checksum.digest(MIB))
  })

  it('have none that can be compared where they are empty', async () => {
    expect(await fileChecksum(session, await upload(Buffer.alloc(0)))).toBeNull()
  })

  it.each([0, 1, 512, MIB + 1, 5 * MIB])('go there and back as they were: %i bytes', async (size) => {
    const bytes = randomBytes(size)
    const path = await upload(bytes)
    const status = await fileStatus(session, path)
    if (status?.kind !== 'file') throw new Error(`${path} is not there`)
    const copy = join(local, 'copy')
    rmSync(copy, { force: true })
    // a copy that broke off is taken up
    if (size > 600) writeFileSync(copy, bytes.subarray(0, 600))
    let numBytes = 0
    await downloadFile(session, { path, status }, copy, (more) => {
      numBytes += more
    })
    expect(numBytes).toBe(size)
    expect(Buffer.compare(readFileSync(copy), bytes)).toBe(0)
  })

  /** Uploads bytes to a new name, and gives it. */
  async function upload(bytes: Uint8Array): Promise<string> {
    const source = join(local, 'source')
    writeFileSync(source, bytes)
    const path = `/${randomBytes(8).toString('hex')}`
    await uploadFile(session, { staging: '/staging', path }, source)
    return path
  }
})
