import { appendFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileStatus } from './file-status.ts'
import { readFile } from './read-file.ts'
import type { HdfsSession } from './session.ts'

/**
 * Copies a file of HDFS to the local disk and flushes it, beginning where a copy that broke off ends.
 *
 * @param status  What the file was when it was looked at, which it must still be.
 * @param localPath  Made if it is missing; if it is there, its bytes are taken for the first ones of the file.
 * @param onBytes  Told how many bytes have come, piece by piece; those that were there already first.
 * @throws FreeflowError as `readFile`; the system's error if the local file cannot be written.
 */
export async function downloadFile(
  session: HdfsSession,
  { path, status }: { readonly path: string; readonly status: FileStatus },
  localPath: string,
  onBytes: (numBytes: number) => void = () => {},
): Promise<void> {
  const handle = await open(localPath, 'a')
  try {
    let { size } = await handle.stat()
    if (size > status.length) {
      await handle.truncate(0)
      size = 0
    }
    onBytes(size)
    const append = (chunk: Uint8Array) => {
      // at once, as a thread of its own for every 64 KiB takes more time than to copy them to the page cache
      appendFileSync(handle.fd, chunk)
      onBytes(chunk.length)
    }
    await readFile(session, path, status, append, size)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
