import { type FileHandle, open } from 'node:fs/promises'
import { FreeflowError } from '../errors.ts'

/** Large, as each chunk costs turns of the loop and a thread that wakes; two of them are held. */
const CHUNK_BYTES = 1 << 21

/**
 * Gives the bytes of a local file piece by piece, as many as it had when it was looked at.
 *
 * Two buffers take turns: a chunk stays as it is until the next but one is asked for.
 *
 * @param length  Of the file, in bytes.
 * @throws FreeflowError `storage` if it cannot be read, or has become shorter or longer.
 */
export async function* fileChunks(path: string, length: number): AsyncGenerator<Uint8Array> {
  const handle = await open(path).catch((cause: unknown) => unreadable(path, cause))
  try {
    // with room for a byte too many
    const sizeBytes = Math.min(CHUNK_BYTES, length + 1)
    let [buffer, other] = [Buffer.allocUnsafeSlow(sizeBytes), Buffer.allocUnsafeSlow(sizeBytes)]
    for (let end = 0; ; ) {
      const numBytes = await fill(handle, buffer).catch((cause: unknown) => unreadable(path, cause))
      end += numBytes
      if (end > length || (numBytes === 0 && end < length)) throw changed(path, length)
      if (numBytes === 0) return
      yield buffer.subarray(0, numBytes)
      ;[buffer, other] = [other, buffer]
    }
  } finally {
    await handle.close()
  }
}

async function fill(handle: FileHandle, buffer: Buffer): Promise<number> {
  return (await handle.read(buffer, 0, buffer.length)).bytesRead
}

function changed(path: string, length: number): FreeflowError {
  return new FreeflowError('storage', `cannot read ${path}: it no longer has ${length} bytes`, {
    hint: 'run again when nobody writes there',
  })
}

/** Names the file, whose error would else be taken for one of the connection that it is sent over. */
export function unreadable(path: string, cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause)
  throw new FreeflowError('storage', `cannot read ${path}: ${why}`, { cause })
}
