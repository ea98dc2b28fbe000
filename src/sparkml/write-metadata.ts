import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatMetadata, type Metadata } from './format-metadata.ts'
import { writePart } from './write-part.ts'

/**
 * Writes `metadata/` of a model, stage or pipeline.
 *
 * @param directory  The model directory; must not hold metadata yet.
 * @returns Bytes written.
 * @throws FreeflowError `storage` if it cannot be written, `unexpected` for a parameter that Spark lacks.
 */
export async function writeMetadata(metadata: Metadata, directory: string): Promise<number> {
  const bytes = Buffer.from(`${formatMetadata(metadata)}\n`)
  await writePart(join(directory, 'metadata'), 'part-00000', (path) => writeFile(path, bytes))
  return bytes.length
}
