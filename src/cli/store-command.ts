import { Command, Option } from 'commander'
import { findVersion, resolveVersion } from '../store/resolve-version.ts'
import { openStore, type StoredVersion } from '../store/store.ts'
import { flags } from './flags.ts'
import type { VerbHost } from './run-verb.ts'

/** The flags that the verbs of `freeflow models` share. */
export interface StoreFlags {
  readonly models: string
  readonly allowUnverified?: boolean
  readonly json?: boolean
}

/**
 * Makes a verb of `freeflow models` with its shared flags.
 *
 * @param example  What follows `freeflow models` in the example of its help.
 */
export function storeCommand(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .addOption(flags.models())
    .addOption(new Option('--allow-unverified', 'take versions without a manifest too'))
    .addOption(flags.json())
    .addHelpText('after', `\nExample:\n  freeflow models ${example}`)
}

/**
 * Finds the version that two arguments mean: a model and its version, or as `resolveVersion` has it.
 *
 * @throws FreeflowError `usage` for a bad name, `data` if it is not there.
 */
export async function chooseVersion(
  name: string,
  version: string | undefined,
  given: StoreFlags,
  host: VerbHost,
): Promise<StoredVersion> {
  const store = await openStore(given.models, host.hdfs)
  if (version !== undefined) return findVersion(store, name, version)
  const allowUnverified = given.allowUnverified === true
  return resolveVersion(store, name, { allowUnverified, warn: host.report.warn, hdfs: host.hdfs })
}
