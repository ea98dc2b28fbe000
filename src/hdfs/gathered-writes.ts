import type { FileHandle } from 'node:fs/promises'

const WRITE_BYTES = 1 << 18

/** Appends pieces to a file in few large writes; while one is under way the next is gathered. */
export class GatheredWrites {
  readonly #handle: FileHandle
  #gathered = Buffer.allocUnsafeSlow(WRITE_BYTES)
  #length = 0
  #written = { buffer: Buffer.allocUnsafeSlow(WRITE_BYTES), end: Promise.resolve() }

  /** @param handle  Open for appending; its owner closes it. */
  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  /**
   * Takes bytes, which may be changed once it has settled.
   *
   * @throws The system's error, if bytes that were given before could not be written.
   */
  async add(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length; ) {
      const part = bytes.subarray(start, start + WRITE_BYTES - this.#length)
      this.#gathered.set(part, this.#length)
      this.#length += part.length
      start += part.length
      if (this.#length === WRITE_BYTES) await this.#write()
    }
  }

  /** Settles when all bytes are written; they are not flushed to the disk. */
  async end(): Promise<void> {
    await this.#write()
    await this.#written.end
  }

  /** Begins to write what is gathered, once the write before has ended. */
  async #write(): Promise<void> {
    const { buffer, end } = this.#written
    await end
    const written = this.#handle.appendFile(this.#gathered.subarray(0, this.#length))
    // a failure is told at the next write or at the end
    written.catch(() => {})
    this.#written = { buffer: this.#gathered, end: written }
    this.#gathered = buffer
    this.#length = 0
  }
}
