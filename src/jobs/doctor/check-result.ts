import { type ErrorCode, FreeflowError } from '../../errors.ts'

/** What one check of `freeflow doctor` found. */
export interface CheckResult {
  /** What was looked at, dots between: `models.write`. Each stands once in a list. */
  readonly id: string
  /** `warn`: it works, or may work, and a person should look; `skipped`: not tried, the text says why. */
  readonly status: 'ok' | 'warn' | 'fail' | 'skipped'
  /** What was found, in one line. */
  readonly text: string
  /** What to do; `null` where nothing is to be done. */
  readonly hint: string | null
  /** What a run that needs this would fail with; `null` unless it has failed. */
  readonly code: ErrorCode | null
}

/** Says what a check found, other than a failure. */
export function found(
  id: string,
  status: Exclude<CheckResult['status'], 'fail'>,
  text: string,
  hint: string | null = null,
): CheckResult {
  return { id, status, text, hint, code: null }
}

/** Says that a check failed, and of what. */
export function failed(id: string, error: unknown): CheckResult {
  const message = error instanceof Error ? error.message : String(error)
  const text = message.replaceAll(/\s*\n\s*/g, ' ')
  if (!(error instanceof FreeflowError)) return { id, status: 'fail', text, hint: null, code: 'unexpected' }
  return { id, status: 'fail', text, hint: error.hint ?? null, code: error.code }
}
