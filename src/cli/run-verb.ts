import { randomUUID } from 'node:crypto'
import { exitCodes, FreeflowError } from '../errors.ts'
import type { JobHost } from '../jobs/host.ts'
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

/** What a verb works with: the job's host, with a terminal for its reporter. */
export interface VerbHost extends JobHost {
  readonly report: Terminal
}

/**
 * Runs a verb to its end: interrupts it on SIGINT and SIGTERM, prints an error as one line with a hint, and
 * sets the exit code.
 */
export async function runVerb(
  options: Partial<TerminalOptions>,
  verb: (host: VerbHost) => Promise<void>,
): Promise<void> {
  const now = () => Date.now()
  const report = openTerminal({ json: options.json === true, quiet: options.quiet === true }, now)
  const controller = new AbortController()
  let interruptCode: number = exitCodes.interrupted
  const interrupt = (code: number) => () => {
    interruptCode = code
    controller.abort()
  }
  process.once('SIGINT', interrupt(exitCodes.interrupted))
  process.once('SIGTERM', interrupt(exitCodes.terminated))
  try {
    await verb({ report, now, newId: randomUUID, signal: controller.signal })
  } catch (error) {
    report.clear()
    printError(error)
    if (options.json === true && error instanceof FreeflowError) printDetails(error)
    const code = error instanceof FreeflowError ? exitCodes[error.code] : exitCodes.unexpected
    process.exitCode = code === exitCodes.interrupted ? interruptCode : code
  }
}

/** Prints the document of a run that failed, where there is more to say than the error's line. */
function printDetails({ code, message, hint, details }: FreeflowError): void {
  if (details === undefined) return
  printJson({ schema_version: 1, error: { code, message, hint, ...details } })
}

/** Prints an error as one line and its hint; the stack only where FREEFLOW_DEBUG asks for it. */
export function printError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`error: ${message.replaceAll(/\s*\n\s*/g, ' ')}\n`)
  if (error instanceof FreeflowError && error.hint !== undefined)
    process.stderr.write(`hint: ${error.hint}\n`)
  if (process.env['FREEFLOW_DEBUG'] === '1' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`)
}

/** Prints one JSON document on stdout; a number that JSON does not have is refused. */
export function printJson(value: unknown): void {
  const text = JSON.stringify(
    value,
    (key, entry: unknown) => {
      if (typeof entry !== 'number' || Number.isFinite(entry)) return entry
      throw new FreeflowError('unexpected', `${key} is ${entry}, which JSON does not have`)
    },
    2,
  )
  process.stdout.write(`${text}\n`)
}
