import type { Store } from './store.ts'

/**
 * Makes `{base}/preprocessing/model` the given pipeline without a moment in which a reader finds none, or
 * parts of two.
 *
 * New stages appear whole beside the old ones, each by one rename; then one rename replaces
 * `metadata/part-00000`, which says what stages to read. Old stages stay for readers that have begun.
 * Stages of one name must have one content: their uids are made from it.
 *
 * @param pipeline.directory  A Spark ML pipeline on the local disk, `metadata/part-*` and
 *   `stages/<i>_<uid>/...`, for instance `preprocessing` of a published version; only read.
 * @param pipeline.publishId  A fresh UUID, not one of a version.
 * @throws FreeflowError `storage` if it could not be done; readers then find the old pipeline, or the new.
 */
export async function refreshPreprocessing(
  store: Store,
  pipeline: { readonly directory: string; readonly publishId: string },
): Promise<void> {
  throw new Error(`not yet: ${store.uri} ${pipeline.directory}`)
}
