import { open } from 'node:fs/promises'

const CHUNK_BYTES = 1 << 19

/**
 * Gives the bytes of a local file piece by piece.
 *
 * Two buffers take turns: a chunk stays as it is until the next but one is asked for.
 */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path)
  try {
    let [buffer, other] = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)]
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      ;[buffer, other] = [other, buffer]
    }
  } finally {
    await handle.close()
  }
}
