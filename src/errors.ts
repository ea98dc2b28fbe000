/** Exit code of the command line for each kind of failure; programs rely on these numbers. */
export const exitCodes = {
  unexpected: 1,
  usage: 2,
  data: 3,
  'target-missed': 4,
  storage: 5,
  engine: 6,
  leak: 7,
  budget: 8,
  'outcome-unknown': 9,
  interrupted: 130,
  terminated: 143,
} as const

/** The kinds of failure that freeflow tells apart. */
export type ErrorCode = keyof typeof exitCodes

interface ErrorOptions {
  readonly hint?: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/**
 * The one error class of freeflow.
 *
 * The message is one line that names the place, the rule and the value; the hint says what to do; the details
 * are what `--json` prints beside them.
 */
export class FreeflowError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'FreeflowError'
    this.code = code
    this.hint = options.hint
    this.details = options.details
  }
}
