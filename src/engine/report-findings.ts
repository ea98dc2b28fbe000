import { FreeflowError } from '../errors.ts'
import type { DataFinding } from '../traffic/data-finding.ts'
import type { Reporter } from './host.ts'

/** Errors that stand in the message; the rest is in the error's details. */
const NUM_TOLD = 3

/**
 * Reports what the checks of one load found: a line for each warning, and one error for all errors together.
 *
 * @param place  What a line begins with, for instance the path that the user gave.
 * @throws FreeflowError `data` where there is an error; its details hold all findings.
 */
export function reportFindings(
  place: string,
  findings: readonly DataFinding[],
  report: Pick<Reporter, 'warn'>,
): void {
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  for (const warning of warnings) report.warn(`${place}: ${formatFinding(warning)}`)
  if (errors.length === 0) return
  const numMore = errors.length - NUM_TOLD
  const told = errors.slice(0, NUM_TOLD).map(formatFinding)
  if (numMore > 0) told.push(`and ${numMore} more`)
  const message = `${place}: ${countFindings(findings)} in the data: ${told.join('; ')}`
  throw new FreeflowError('data', message, {
    hint: '--json lists all of them; columns that a source lacks go into _freeflow.json',
    details: { findings },
  })
}

/** Counts findings in words, for instance `0 errors, 1 warning`. */
export function countFindings(findings: readonly DataFinding[]): string {
  const numErrors = findings.filter(({ severity }) => severity === 'error').length
  const numWarnings = findings.length - numErrors
  const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
  return `${counted(numErrors, 'error')}, ${counted(numWarnings, 'warning')}`
}

function formatFinding({ text, examples }: DataFinding): string {
  return examples.length === 0 ? text : `${text}: ${examples.join(', ')}`
}
