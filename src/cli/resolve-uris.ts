import type { Command } from 'commander'
import { plainPath } from '../path-from-uri.ts'

/** Options that name a place on the local disk; the store reads its own URI. */
const places = ['data', 'out', 'sensorsTable', 'work']

/**
 * Gives the options of a verb that name a place plain paths for `file:///` URIs, wherever they were set.
 *
 * @throws FreeflowError `usage` for a URI of another scheme.
 */
export function resolveUris(command: Command): void {
  for (const key of places) {
    const given: unknown = command.getOptionValue(key)
    if (typeof given !== 'string') continue
    command.setOptionValueWithSource(key, plainPath(given), command.getOptionValueSource(key))
  }
}
