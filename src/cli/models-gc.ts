import { Command, Option } from 'commander'
import { FreeflowError } from '../errors.ts'
import { formatBytes } from '../format-bytes.ts'
import { findGarbage } from '../store/find-garbage.ts'
import type { Garbage } from '../store/garbage.ts'
import { removeGarbage } from '../store/remove-garbage.ts'
import { openStore, type Store } from '../store/store.ts'
import { flags, wholeNumber } from './flags.ts'
import { runVerb, type VerbHost } from './run-verb.ts'

interface GcFlags {
  readonly models: string
  readonly json?: boolean
  readonly keep?: number
  readonly retracted?: boolean
  readonly dryRun?: boolean
}

/** A line of the ledger. */
interface LedgerEntry extends Garbage {
  readonly outcome: 'would go' | 'removed' | 'needed'
}

/** `freeflow models gc`: what nobody needs any more. */
export function gcCommand(): Command {
  return new Command('gc')
    .description('remove what is left over, older than 24 h')
    .addOption(flags.models())
    .addOption(
      new Option('--keep <n>', 'also remove all but the newest n whole versions of each model').argParser(
        wholeNumber(1, 1_000_000),
      ),
    )
    .addOption(new Option('--retracted', 'also remove retracted versions, of any age'))
    .addOption(new Option('--dry-run', 'list what would go, and remove nothing'))
    .addOption(flags.json())
    .addHelpText('after', '\nExample:\n  freeflow models gc --keep 5 --dry-run')
    .addHelpText(
      'after',
      '\nLeft over are staging, stages of preprocessing/model that nothing names, and claims of versions that' +
        '\nare gone. Broken versions and those without a manifest stay: retract them.',
    )
    .action((given: GcFlags) =>
      runVerb(given, async (host) => {
        const store = await openStore(given.models, host.hdfs)
        const { keep, retracted, dryRun = false } = given
        const found = await findGarbage(store, { now: host.now(), keep, retracted })
        const entries: LedgerEntry[] = []
        for (const garbage of found) {
          const entry = dryRun ? listed(garbage) : await collect(store, garbage, host)
          if (given.json !== true) process.stdout.write(`${formatEntry(entry)}\n`)
          entries.push(entry)
        }
        if (given.json === true) host.printJson(ledger(store, entries, dryRun))
        else process.stdout.write(`${formatTotal(entries, dryRun)}\n`)
      }),
    )
}

function listed(garbage: Garbage): LedgerEntry {
  return { ...garbage, outcome: 'would go' }
}

async function collect(store: Store, garbage: Garbage, host: VerbHost): Promise<LedgerEntry> {
  if (host.signal.aborted)
    throw new FreeflowError('interrupted', `interrupted: ${garbage.path} and what follows stays`)
  return { ...garbage, outcome: await removeGarbage(store, garbage, host.newId()) }
}

function ledger(store: Store, entries: readonly LedgerEntry[], dryRun: boolean) {
  return {
    base: store.base,
    dry_run: dryRun,
    entries: entries.map(({ kind, path, sizeBytes, outcome }) => ({ kind, path, bytes: sizeBytes, outcome })),
    count: going(entries).length,
    bytes: totalBytes(entries),
  }
}

function formatEntry({ kind, path, sizeBytes, outcome }: LedgerEntry): string {
  return `${outcome.padEnd(8)}  ${kind.padEnd(9)}  ${formatBytes(sizeBytes).padStart(10)}  ${path}`
}

function formatTotal(entries: readonly LedgerEntry[], dryRun: boolean): string {
  return `${going(entries).length} ${dryRun ? 'would go' : 'removed'}, ${formatBytes(totalBytes(entries))}`
}

function going(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return entries.filter(({ outcome }) => outcome !== 'needed')
}

function totalBytes(entries: readonly LedgerEntry[]): number {
  return going(entries).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}
