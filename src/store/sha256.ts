import { createHash } from 'node:crypto'

/** Gives the SHA-256 of bytes, or of a text in UTF-8, as 64 lower-case hex digits. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
