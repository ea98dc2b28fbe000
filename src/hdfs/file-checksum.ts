import { createHash } from 'node:crypto'
import { z } from 'zod'
import { actionOf, type Operation } from './ask-name-node.ts'
import { atDataNode } from './at-data-node.ts'
import { CHUNK_BYTES, crc32c } from './crc32c.ts'
import { dataNodeHint } from './data-node-failure.ts'
import { failure } from './failure.ts'
import { replyFailure } from './reply-failure.ts'
import { askServer } from './request.ts'
import type { HdfsSession } from './session.ts'
import { withPatience } from './with-patience.ts'

/** Collects what the checksum of a file is made of while its bytes pass. */
export class ChecksumOfBytes {
  /** The CRC of each full chunk, big-endian. */
  readonly #crcs: Uint8Array[] = []
  readonly #rest = Buffer.alloc(CHUNK_BYTES)
  #restLength = 0

  /** Takes the next bytes of the file. */
  add(bytes: Uint8Array): void {
    const missing = this.#restLength === 0 ? 0 : Math.min(CHUNK_BYTES - this.#restLength, bytes.length)
    this.#restLength += this.#keep(bytes.subarray(0, missing))
    if (this.#restLength === CHUNK_BYTES) {
      this.#crcs.push(crc32c(this.#rest))
      this.#restLength = 0
    }
    if (this.#restLength > 0) return
    const end = bytes.length - ((bytes.length - missing) % CHUNK_BYTES)
    this.#crcs.push(crc32c(bytes.subarray(missing, end)))
    this.#restLength = this.#keep(bytes.subarray(end))
  }

  /**
   * Gives what HDFS answers for such a file: the MD5 of the MD5s, one a block, of the CRCs of its chunks.
   *
   * @param blockSize  Of the file, in bytes; a multiple of 512.
   * @returns 56 hex digits: bytes a CRC, CRCs a block (0 if there is one block), MD5.
   *
   * Hadoop hashes its whole buffer, whose length doubles from 32 bytes: what is not filled is zero.
   */
  digest(blockSize: number): string {
    const tail = this.#restLength > 0 ? [crc32c(this.#rest.subarray(0, this.#restLength))] : []
    const crcs = Buffer.concat([...this.#crcs, ...tail])
    const blockBytes = (blockSize / CHUNK_BYTES) * 4
    const numBlocks = Math.ceil(crcs.length / blockBytes)
    let capacity = 32
    while (capacity < numBlocks * 16) capacity *= 2
    const md5s = Buffer.alloc(capacity)
    for (let block = 0; block < numBlocks; block++)
      md5(crcs.subarray(block * blockBytes, (block + 1) * blockBytes)).copy(md5s, block * 16)
    const head = Buffer.alloc(12)
    head.writeUInt32BE(CHUNK_BYTES)
    head.writeBigUInt64BE(BigInt(numBlocks > 1 ? blockSize / CHUNK_BYTES : 0), 4)
    return Buffer.concat([head, md5(md5s)]).toString('hex')
  }

  #keep(bytes: Uint8Array): number {
    this.#rest.set(bytes, this.#restLength)
    return bytes.length
  }
}

function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest()
}

const checksumSchema = z.object({ FileChecksum: z.object({ algorithm: z.string(), bytes: z.string() }) })

/**
 * Asks for the checksum that HDFS has of a file.
 *
 * @returns 56 hex digits as `ChecksumOfBytes` gives them, `null` where it is made in another way.
 */
export async function fileChecksum(session: HdfsSession, path: string): Promise<string | null> {
  const operation: Operation = { method: 'GET', path, op: 'GETFILECHECKSUM', verb: 'take the checksum of' }
  const action = actionOf(session, operation)
  const text = await withPatience(session, () =>
    atDataNode(session, operation, async (url) => {
      const reply = await askServer(
        { method: 'GET', url, action, hint: dataNodeHint },
        session.replyTimeoutMs,
      )
      if (reply.status !== 200) throw replyFailure(session, action, reply)
      return reply.text
    }),
  )
  const parsed = checksumSchema.safeParse(jsonOf(text))
  if (!parsed.success) throw failure('Protocol', `${action}: the reply is no checksum`)
  const { algorithm, bytes } = parsed.data.FileChecksum
  return /^MD5-of-\d+MD5-of-512CRC32C$/.test(algorithm) ? bytes.slice(0, 56) : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
