import { discardStaging, makeStaging } from './staging.ts'
import type { Store } from './store.ts'

/**
 * Tries whether the store can be written to, before work is spent on what it could not keep.
 *
 * @param publishId  A fresh UUID, not one of a version.
 * @throws FreeflowError `storage` if a directory cannot be made in it.
 */
export async function probeStore(store: Store, publishId: string): Promise<void> {
  await makeStaging(store, publishId)
  await discardStaging(store, publishId)
}
