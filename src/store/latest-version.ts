import type { Store, StoredVersion } from './store.ts'

/** How to choose among the versions of a model. */
export interface LatestOptions {
  /** Whether versions without a manifest (an older job's) count; default false. */
  readonly allowUnverified?: boolean
  /** Takes one line for each newer version that is passed over; default: nobody is told. */
  readonly warn?: (message: string) => void
}

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
  throw new Error(`not yet: ${store.uri} ${model} ${options.allowUnverified}`)
}
