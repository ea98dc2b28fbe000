import { FreeflowError } from '../errors.ts'
import { printJson } from './print-json.ts'

/** Prints an error as one line and its hint; the stack only where FREEFLOW_DEBUG asks for it. */
export function printError(error: unknown): void {
  process.stderr.write(`error: ${lineOf(error)}\n`)
  if (error instanceof FreeflowError && error.hint !== undefined)
    process.stderr.write(`hint: ${error.hint}\n`)
  if (process.env['FREEFLOW_DEBUG'] === '1' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`)
}

/** Prints an error as the JSON document of a run that failed: code, message, hint, and its details. */
export function printErrorDocument(error: unknown): void {
  const message = lineOf(error)
  const { code, hint, details } =
    error instanceof FreeflowError ? error : new FreeflowError('unexpected', message)
  printJson({ schema_version: 1, error: { code, message, hint, ...details } })
}

function lineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replaceAll(/\s*\n\s*/g, ' ')
}
