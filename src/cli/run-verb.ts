import { randomUUID } from 'node:crypto'
import type { JobHost } from '../engine/host.ts'
import { exitCodes, FreeflowError } from '../errors.ts'
import { type HdfsFlags, hdfsOptionsFromFlags } from './hdfs-flags.ts'
import { printError, printErrorDocument } from './print-error.ts'
import { printJson } from './print-json.ts'
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

/** What a verb works with: the job's host, with a terminal for its reporter. */
export interface VerbHost extends JobHost {
  readonly report: Terminal
  /** Prints the verb's one JSON document on stdout. */
  readonly printJson: (value: unknown) => void
}

/**
 * Runs a verb to its end: interrupts it on SIGINT and SIGTERM, prints an error as one line with a hint, and
 * sets the exit code. With `--json` a verb that failed before it printed its document prints that of the error.
 *
 * @param options  All options of the verb as commander gives them; those of HDFS become the host's.
 */
export async function runVerb(
  options: Partial<TerminalOptions> & HdfsFlags & { readonly work?: string },
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
  let hasPrinted = false
  const printDocument = (value: unknown) => {
    printJson(value)
    hasPrinted = true
  }
  try {
    await verb({
      report,
      now,
      newId: randomUUID,
      signal: controller.signal,
      hdfs: {
        ...hdfsOptionsFromFlags(options, process.env),
        scratch: options.work,
        signal: controller.signal,
        warn: report.warn,
      },
      printJson: printDocument,
    })
  } catch (error) {
    report.clear()
    printError(error)
    if (options.json === true && !hasPrinted) printErrorDocument(error)
    const code = error instanceof FreeflowError ? exitCodes[error.code] : exitCodes.unexpected
    process.exitCode = code === exitCodes.interrupted ? interruptCode : code
  }
}
