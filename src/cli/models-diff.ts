import type { Command } from 'commander'
import { FreeflowError } from '../errors.ts'
import { listVersions } from '../store/list-versions.ts'
import { isModelName } from '../store/model-name.ts'
import { resolveVersion } from '../store/resolve-version.ts'
import { openStore, type StoredVersion } from '../store/store.ts'
import { runVerb, type VerbHost } from './run-verb.ts'
import { type StoreFlags, storeCommand } from './store-command.ts'

/** `freeflow models diff`: two versions side by side. */
export function diffCommand(): Command {
  const example = 'diff random_forest/20260101_000000 random_forest'
  return storeCommand('diff', 'show two versions side by side; --json has only what differs', example)
    .argument('<a>', 'name of a model (its latest version), NAME/VERSION, or a version directory')
    .argument('[b]', 'the same; without it the latest of model A is held against the one before')
    .action((a: string, b: string | undefined, given: StoreFlags) =>
      runVerb(given, async (host) => {
        const { versionFacts } = await import('../jobs/version-facts.ts')
        const { diffVersions } = await import('../jobs/diff-versions.ts')
        const { formatDiff } = await import('../jobs/format-diff.ts')
        const [left, right] = await chooseTwo(a, b, given, host)
        const diff = diffVersions(await versionFacts(left), await versionFacts(right))
        if (given.json === true) host.printJson({ a: diff.a, b: diff.b, differences: diff.differences })
        else for (const line of formatDiff(diff)) process.stdout.write(`${line}\n`)
      }),
    )
}

/** Gives the left and the right version; of one model the one before and the latest. */
async function chooseTwo(
  a: string,
  b: string | undefined,
  given: StoreFlags,
  { report, hdfs }: VerbHost,
): Promise<readonly [StoredVersion, StoredVersion]> {
  const store = await openStore(given.models, hdfs)
  const options = { allowUnverified: given.allowUnverified === true, warn: report.warn, hdfs }
  if (b !== undefined)
    return [await resolveVersion(store, a, options), await resolveVersion(store, b, options)]
  if (!isModelName(a))
    throw new FreeflowError('usage', `one version alone must be the name of a model, got ${a}`, {
      hint: 'name the other version too',
    })
  const whole = (await listVersions(store, a)).filter(({ state }) => state === 'whole')
  const latest = await resolveVersion(store, a, options)
  const before = whole.findLast(({ version }) => version < latest.version)
  if (before !== undefined) return [before, latest]
  throw new FreeflowError('data', `${a} has no whole version before ${latest.version}`, {
    hint: `see freeflow models list --models ${store.base}`,
  })
}
