import { listModels, listVersions } from './list-versions.ts'
import { pipelineText } from './pipeline-stages.ts'
import { refreshPreprocessing } from './refresh-preprocessing.ts'
import type { Store, StoredVersion } from './store.ts'

/** What became of `{base}/preprocessing/model`. */
export interface PreprocessingState {
  /**
   * `unchanged`: it fits what readers will see; `restored`: it is now the pipeline of that version;
   * `in-use`: it is still that of the version that goes, as other models need it.
   */
  readonly state: 'unchanged' | 'restored' | 'in-use'
  /** The latest versions of other models that need it; empty unless `in-use`. */
  readonly usedBy: readonly StoredVersion[]
}

/**
 * Makes `{base}/preprocessing/model` fit what old readers will see without a version that is to go.
 *
 * They score the newest version of each model through that one pipeline. So where it is the pipeline of the
 * version that goes, and the latest version of no other model has the same, it becomes that of the version
 * before.
 *
 * @param publishId  A fresh UUID, not one of a version.
 * @throws FreeflowError `storage` if it cannot be read or written.
 */
export async function restorePreprocessing(
  store: Store,
  going: StoredVersion,
  publishId: string,
): Promise<PreprocessingState> {
  const unchanged = { state: 'unchanged', usedBy: [] } as const
  const textOf = (version: StoredVersion) => pipelineText(store.files, `${version.directory}/preprocessing`)
  const shared = await pipelineText(store.files, `${store.base}/preprocessing/model`)
  if (shared === '' || shared !== (await textOf(going))) return unchanged
  const next = await newestWhole(store, going.model, going.version)
  if (next === null || next.version > going.version) return unchanged
  const nextText = await textOf(next)
  if (nextText === '' || nextText === shared) return unchanged
  const usedBy: StoredVersion[] = []
  for (const model of await listModels(store)) {
    const latest = model === going.model ? null : await newestWhole(store, model, '')
    if (latest !== null && (await textOf(latest)) === shared) usedBy.push(latest)
  }
  if (usedBy.length > 0) return { state: 'in-use', usedBy }
  const { files, directory } = next
  await refreshPreprocessing(store, { files, directory: `${directory}/preprocessing`, publishId })
  return { state: 'restored', usedBy }
}

/** Finds the newest whole version of a model but for one; `null` if there is none. */
async function newestWhole(store: Store, model: string, except: string): Promise<StoredVersion | null> {
  const versions = await listVersions(store, model)
  return versions.findLast(({ version, state }) => state === 'whole' && version !== except) ?? null
}
