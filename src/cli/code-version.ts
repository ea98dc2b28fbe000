import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** Reads the version of the installed package. */
export async function codeVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
