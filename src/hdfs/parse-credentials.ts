import { FreeflowError } from '../errors.ts'

/** A delegation token of Hadoop. */
export interface HadoopToken {
  /** What it is good for, `HDFS_DELEGATION_TOKEN` for instance. */
  readonly kind: string
  /** Whom it is for: `address:port`, or `ha-hdfs:` and a nameservice. */
  readonly service: string
  /** As the parameter `delegation` of WebHDFS takes it. A secret. */
  readonly url: string
}

/**
 * Reads a file of tokens that Hadoop wrote: `HDTS`, version 0 (Writable), the tokens by alias; secret keys
 * after them are not read.
 *
 * A count or length is a VInt: one byte up to 127, else -112 less the number of bytes that follow. What stands
 * between one alias and the next is the token as it goes into a URL, in URL-safe Base64.
 *
 * @param place  What the message begins with: the file.
 * @throws FreeflowError `usage` for another format or version, and for a file that ends too early.
 */
export function parseCredentials(bytes: Uint8Array, place: string): readonly HadoopToken[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.toString('latin1', 0, 5) !== 'HDTS\0')
    throw new FreeflowError('usage', `${place}: must be a token file of Hadoop, HDTS in version 0`, {
      hint: 'write it with hdfs fetchdt, or dtutil -format java; or set FREEFLOW_HDFS_TOKEN',
    })
  let at = 5
  const take = (numBytes: number) => {
    at += numBytes
    if (at <= buffer.length) return buffer.subarray(at - numBytes, at)
    throw new FreeflowError('usage', `${place}: a token file that ends after ${buffer.length} bytes`)
  }
  const takeLength = () => {
    const first = take(1).readInt8()
    if (first >= 0) return first
    const numBytes = -112 - first
    if (numBytes >= 1 && numBytes <= 4) return take(numBytes).readUIntBE(0, numBytes)
    throw new FreeflowError('usage', `${place}: a token file with a negative length`)
  }
  const takeText = () => take(takeLength()).toString('utf8')
  return Array.from({ length: Math.min(takeLength(), buffer.length) }, () => {
    takeText() // the alias
    const start = at
    take(takeLength()) // identifier
    take(takeLength()) // password
    const kind = takeText()
    const service = takeText()
    return { kind, service, url: buffer.toString('base64url', start, at) }
  })
}
