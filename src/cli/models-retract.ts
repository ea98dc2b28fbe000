import { dirname } from 'node:path'
import { type Command, Option } from 'commander'
import { FreeflowError } from '../errors.ts'
import { listVersions } from '../store/list-versions.ts'
import { type Retraction, retractVersion } from '../store/retract-version.ts'
import { openStore, type StoredVersion } from '../store/store.ts'
import { runVerb, type VerbHost } from './run-verb.ts'
import { chooseVersion, type StoreFlags, storeCommand } from './store-command.ts'

interface RetractFlags extends StoreFlags {
  readonly reason?: string
}

/** `freeflow models retract`: a bad version out of sight. */
export function retractCommand(): Command {
  const example = 'retract random_forest 20260101_000000 --reason "trained on broken detectors"'
  return storeCommand('retract', 'move a bad version out of sight, so that the one before is used', example)
    .argument('<name>', 'name of a model, or a version directory')
    .argument('[version]', 'version of the named model (default: the latest)')
    .addOption(new Option('--reason <text>', 'why; kept beside the version'))
    .action((name: string, version: string | undefined, given: RetractFlags) =>
      runVerb(given, async (host) => {
        const found = await chooseVersion(name, version, given, host)
        const base = dirname(dirname(found.directory))
        if (base.endsWith('/.freeflow/retracted'))
          throw new FreeflowError('usage', `${found.directory} is retracted already`)
        const store = await openStore(base, host.hdfs)
        const options = { reason: given.reason ?? null, now: host.now(), newId: host.newId }
        const retraction = await retractVersion(store, found, options)
        const versions = await listVersions(store, found.model)
        const latest = versions.findLast(({ state }) => state === 'whole') ?? null
        warnOfPreprocessing(retraction, latest, host)
        if (given.json === true) host.printJson(documentOf(found, retraction, latest, given))
        else for (const line of linesOf(found, retraction, latest)) process.stdout.write(`${line}\n`)
      }),
    )
}

function documentOf(
  { model, version }: StoredVersion,
  { directory, preprocessing }: Retraction,
  latest: StoredVersion | null,
  { reason }: RetractFlags,
) {
  const next = latest === null ? null : { version: latest.version, path: latest.directory }
  return {
    model,
    version,
    path: directory,
    reason: reason ?? null,
    latest: next,
    preprocessing: preprocessing.state,
  }
}

function linesOf(
  { model, version }: StoredVersion,
  { directory, preprocessing }: Retraction,
  latest: StoredVersion | null,
): readonly string[] {
  const restored = preprocessing.state === 'restored'
  return [
    `${model}/${version} is retracted, it is now ${directory}`,
    latest === null ? `no whole version of ${model} is left` : `Latest model version: ${latest.version}`,
    ...(restored ? ['preprocessing/model is that of this version again'] : []),
  ]
}

function warnOfPreprocessing(
  { preprocessing }: Retraction,
  latest: StoredVersion | null,
  { report }: VerbHost,
): void {
  if (preprocessing.state !== 'in-use' || latest === null) return
  const users = preprocessing.usedBy.map(({ model, version }) => `${model}/${version}`).join(', ')
  report.warn(
    `preprocessing/model stays that of the retracted version, as ${users} have the same: old readers score ` +
      `${latest.model}/${latest.version} through it until these are retracted too`,
  )
}
