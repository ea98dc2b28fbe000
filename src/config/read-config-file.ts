import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml'
import { FreeflowError } from '../errors.ts'
import { checkConfig } from './check-config.ts'
import type { Config } from './config.ts'

/**
 * Reads a config file, YAML or JSON (which YAML includes), and checks it.
 *
 * @param path  Ends in `.yaml`, `.yml` or `.json`; it is named in messages as given.
 * @throws FreeflowError `usage` where the file is absent, of another ending, does not parse (with its line),
 *   or says something that is not allowed.
 */
export async function readConfigFile(path: string): Promise<Config> {
  if (!['.yaml', '.yml', '.json'].includes(extname(path).toLowerCase()))
    throw new FreeflowError('usage', `${path}: a config file must end in .yaml, .yml or .json`)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const isAbsent = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    const rule = isAbsent ? 'there is no such file' : `cannot be read (${String(cause)})`
    throw new FreeflowError('usage', `${path}: ${rule}`, { cause })
  })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) throw syntaxError(path, error, lines)
  return checkConfig(path, contentOf(path, document))
}

function syntaxError(path: string, error: YAMLError, lines: LineCounter): FreeflowError {
  const { line } = lines.linePos(error.pos[0])
  return new FreeflowError('usage', `${path}, line ${line}: ${error.message}`, { cause: error })
}

/** Gives the content as plain objects; aliases that multiply without end are refused. */
function contentOf(path: string, document: Document): unknown {
  try {
    return document.toJS()
  } catch (cause) {
    throw new FreeflowError('usage', `${path}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
