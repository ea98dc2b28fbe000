import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The SHA-256 of each Parquet file of each model below a store, by its path without the version. */
export function modelHashes(store: string): string[] {
  return readdirSync(store, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\d{8}_\d{6}\/model\/.*\.parquet$/.test(path))
    .map((path) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(store, path)))
        .digest('hex')
      return `${path.replace(/\d{8}_\d{6}/, '')} ${hash}`
    })
    .toSorted()
}
