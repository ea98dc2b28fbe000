import { randomUUID } from 'node:crypto'
import { listVersions } from '../../src/store/list-versions.ts'
import { retractVersion } from '../../src/store/retract-version.ts'
import type { Store } from '../../src/store/store.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { publishAt } from '../store/temporary-store.ts'
import { readPipeline } from './pipeline-files.ts'

/** What a publisher that was stopped has left: all as before, all as it wanted, or neither. */
export type State = 'old' | 'new' | 'half'

const time = '2026-01-01T00:00:00Z'

/** A version of m that was there, and perhaps another one; then publishes once more, which nothing may hinder. */
export async function stateOfVersions(store: Store): Promise<State> {
  const names = (await store.files.list(`${store.base}/m`)) ?? []
  const versions = await listVersions(store, 'm')
  for (const version of versions) if ((await verifyVersion(version)).length > 0) return 'half'
  if (names.length !== versions.length || names.length > 2) return 'half'
  const next = await publishAt(store, 'm', time)
  if (next.version <= (versions.at(-1)?.version ?? '') || (await verifyVersion(next)).length > 0)
    return 'half'
  return names.length === 1 ? 'old' : 'new'
}

/** The pipeline A of `pipelineFiles`, or B in its place. */
export async function stateOfPipeline(store: Store): Promise<State> {
  const text = (await readPipeline(store.files, `${store.base}/preprocessing/model`)).join(' + ')
  if (text === 'labels + scaler A + means A') return 'old'
  return text === 'labels + scaler B + means B' ? 'new' : 'half'
}

/** Two versions of m, the second to be retracted; then does so where it is not, and publishes once more. */
export async function stateOfRetraction(store: Store): Promise<State> {
  const bad = '20260101_000001'
  const directory = `${store.base}/.freeflow/retracted/m/${bad}`
  const isMoved = (await store.files.stat(directory)) !== null
  const names = (await listVersions(store, 'm')).map(({ version }) => version)
  if (names.includes(bad) === isMoved || !names.includes('20260101_000000')) return 'half'
  if (!isMoved)
    await retractVersion(store, { model: 'm', version: bad }, { reason: 'x', now: 0, newId: randomUUID })
  if ((await verifyVersion({ directory, files: store.files })).length > 0) return 'half'
  if ((await store.files.stat(`${directory}.json`)) === null) return 'half'
  if ((await publishAt(store, 'm', time)).version <= bad) return 'half'
  return isMoved ? 'new' : 'old'
}
