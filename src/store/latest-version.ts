import { FreeflowError } from '../errors.ts'
import { type Inspection, inspectVersion } from './inspect-version.ts'
import type { Store, StoredVersion } from './store.ts'
import { versionsOf } from './versions-of.ts'

/** How to choose among the versions of a model. */
export interface LatestOptions {
  /** Whether versions without a manifest (an older job's) count; default false. */
  readonly allowUnverified?: boolean
  /** Takes one line for each newer version that is passed over; default: nobody is told. */
  readonly warn?: (message: string) => void
}

/** How many of the versions that were passed over an error names. */
const MAX_NAMED = 5

/**
 * Finds the newest version of a model whose manifest reads and whose files have their lengths.
 *
 * @throws FreeflowError `data` if there is none, saying what is there; `usage` for a bad name of a model.
 */
export async function latestVersion(
  store: Store,
  model: string,
  options: LatestOptions = {},
): Promise<StoredVersion> {
  const passedOver: string[] = []
  for (const version of [...(await versionsOf(store, model))].reverse()) {
    const inspection = await inspectVersion(store.files, version.directory)
    if (inspection.state === 'whole') return version
    if (inspection.state === 'unverified' && options.allowUnverified === true) return version
    const why = `${version.version} ${whyNot(inspection)}`
    options.warn?.(`${model}: version ${why}; it is passed over`)
    passedOver.push(why)
  }
  throw noVersion(store, model, passedOver)
}

function whyNot({ state, findings }: Inspection): string {
  if (state === 'unverified') return 'is unverified (no MANIFEST.json)'
  const [{ file, problem }] = findings
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : ''
  return `is broken (${file} ${problem}${more})`
}

function noVersion(store: Store, model: string, passedOver: readonly string[]): FreeflowError {
  const directory = `${store.base}/${model}`
  if (passedOver.length === 0) {
    return new FreeflowError('data', `no version of ${model} in ${directory}`, {
      hint: `train it first, or see freeflow models list --models ${store.base}`,
    })
  }
  const named = passedOver.slice(0, MAX_NAMED).join(', ')
  const more = passedOver.length > MAX_NAMED ? `, ${passedOver.length - MAX_NAMED} more` : ''
  return new FreeflowError('data', `no whole version of ${model} in ${directory}: ${named}${more}`, {
    hint: 'train it again; --allow-unverified takes versions without a manifest',
  })
}
