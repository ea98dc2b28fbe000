import { FreeflowError } from '../errors.ts'
import { commitDraft, notPublished } from './commit-draft.ts'
import { checkModelName } from './model-name.ts'
import { type NamedDraft, nameDraft } from './name-draft.ts'
import type { Publication } from './publication.ts'
import { type Draft, restageDraft, stageDraft } from './stage-draft.ts'
import { discardStaging, makeStaging } from './staging.ts'
import type { Store, StoredVersion } from './store.ts'

/**
 * Publishes versions of one or several models: each becomes visible whole, by one rename, or not at all.
 *
 * All publications are written, flushed, hashed and named before the first one becomes visible, so what is
 * likely to fail fails while nothing is seen; then they appear one after another, in order.
 * A version is named after the UTC time, at least one second after the newest version of its model; a name
 * that another publisher has taken is passed over. On failure the staged files are removed.
 *
 * @param now  The clock, in ms since 1970.
 * @returns One version a publication, in order.
 * @throws FreeflowError `usage` for a bad name; `storage` if nothing, or not all, was published: the message
 *   names the path, the rule, and what was published before; `outcome-unknown` if a version may have become
 *   visible without that being known, then nothing is removed. What `write` and `metadata` throw passes
 *   through; a system error of `write` (ENOSPC) becomes `storage`.
 */
export async function publishVersions(
  store: Store,
  publications: readonly Publication[],
  now: () => number,
): Promise<readonly StoredVersion[]> {
  for (const { model } of publications) checkModelName(model)
  const begun: string[] = []
  const published: StoredVersion[] = []
  try {
    const drafts: Draft[] = []
    for (const publication of publications) {
      const directory = await makeStaging(store, publication.publishId)
      begun.push(publication.publishId)
      drafts.push(await stageDraft(store, publication, directory))
    }
    const named: NamedDraft[] = []
    for (const draft of drafts) named.push(await nameDraft(store, draft, now))
    for (const draft of named) published.push(await commitUnderFreeName(store, draft, now))
    return published
  } catch (error) {
    if (!(error instanceof FreeflowError && error.code === 'outcome-unknown'))
      for (const publishId of begun) await discardStaging(store, publishId)
    throw withPublished(error, published)
  }
}

/** Commits a draft; while something else has the name of its version, under the next one. */
async function commitUnderFreeName(
  store: Store,
  draft: NamedDraft,
  now: () => number,
): Promise<StoredVersion> {
  let current = draft
  for (let attempt = 2; (await commitDraft(store, current)) === 'exists'; attempt++) {
    const name = `${draft.publication.publishId}.${attempt}`
    const restaged = await restageDraft(store, current, name).catch((error: unknown) => {
      throw notPublished(error)
    })
    current = await nameDraft(store, restaged, now)
  }
  return current.version
}

function withPublished(error: unknown, published: readonly StoredVersion[]): unknown {
  if (published.length === 0 || !(error instanceof FreeflowError)) return error
  const names = published.map(({ model, version }) => `${model}/${version}`).join(', ')
  return new FreeflowError(error.code, `${error.message}; published before that: ${names}`, {
    ...(error.hint !== undefined && { hint: error.hint }),
    cause: error,
  })
}
