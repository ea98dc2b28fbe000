import { formatBytes } from '../../format-bytes.ts'
import { findGarbage } from '../../store/find-garbage.ts'
import { type ListedVersion, listModels, listVersions } from '../../store/list-versions.ts'
import { pipelineStages } from '../../store/pipeline-stages.ts'
import type { Store } from '../../store/store.ts'
import { attempt } from './attempt.ts'
import { type CheckResult, found } from './check-result.ts'

/** Checks what a store holds: versions, leftovers, and the preprocessing that old readers share. Writes nothing. */
export async function checkStore(name: string, store: Store, nowMs: number): Promise<readonly CheckResult[]> {
  return [
    await attempt(`${name}.versions`, () => checkVersions(`${name}.versions`, store)),
    await attempt(`${name}.leftovers`, () => checkLeftovers(`${name}.leftovers`, store, nowMs)),
    await attempt(`${name}.preprocessing`, () => checkPreprocessing(`${name}.preprocessing`, store)),
  ]
}

async function checkVersions(id: string, store: Store): Promise<CheckResult> {
  const newest: string[] = []
  const versions: ListedVersion[] = []
  for (const model of await listModels(store)) {
    const ofModel = await listVersions(store, model)
    versions.push(...ofModel)
    const last = ofModel.findLast(({ state }) => state !== 'broken')
    newest.push(`${model} ${last?.version ?? 'none'}`)
  }
  if (versions.length === 0) return found(id, 'ok', `no versions yet in ${store.base}`)
  const numIn = (state: ListedVersion['state']) =>
    versions.filter((version) => version.state === state).length
  const states = (['whole', 'broken', 'unverified'] as const).map((state) => `${numIn(state)} ${state}`)
  const text = `${states.join(', ')}; newest ${newest.join(', ')}`
  const broken = versions.find(({ state }) => state === 'broken')
  if (broken === undefined) return found(id, 'ok', text)
  const [{ file, problem }] = broken.findings
  return found(
    id,
    'warn',
    `${text}; ${broken.model}/${broken.version} is broken (${file} ${problem})`,
    `freeflow models retract ${broken.directory}`,
  )
}

async function checkLeftovers(id: string, store: Store, nowMs: number): Promise<CheckResult> {
  const garbage = await findGarbage(store, { now: nowMs })
  if (garbage.length === 0) return found(id, 'ok', 'none older than 24 h')
  const bytes = garbage.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const text = `${garbage.length} older than 24 h, ${formatBytes(bytes)}`
  return found(id, 'warn', text, `freeflow models gc --models ${store.base}`)
}

async function checkPreprocessing(id: string, store: Store): Promise<CheckResult> {
  const { named } = await pipelineStages(store.files, `${store.base}/preprocessing/model`)
  if (named.length > 0) return found(id, 'ok', `${named.length} stages in ${store.base}/preprocessing/model`)
  return found(id, 'ok', 'not there: readers of versions need none, a train-all of nowcast publishes it')
}
