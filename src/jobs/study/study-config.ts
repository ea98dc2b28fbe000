import { createHash } from 'node:crypto'
import type { DataOptions } from '../../engine/data-options.ts'
import type { Engine } from '../../engine/engine.ts'
import type { RunFacts } from '../../engine/run-facts.ts'
import type { TuneTask } from '../tune-model.ts'

/** All that the scores of a search depend on; a JSON document. */
export type StudyConfig = Readonly<Record<string, unknown>>

/** Gives what the scores of a run's searches depend on: rows, how they are cut, who computes, parameters and grids. */
export function studyConfig(
  { summary, purgeMinutes, columns }: RunFacts,
  { split, testRatio, folds, seed, nulls }: Omit<DataOptions, 'data'>,
  engine: Pick<Engine, 'name' | 'version'>,
  tasks: readonly TuneTask[],
): StudyConfig {
  const { sha256, timezone } = summary
  return {
    data: sha256,
    timezone,
    columns,
    split,
    'test-ratio': testRatio,
    folds,
    seed,
    nulls,
    purge: purgeMinutes,
    engine: { name: engine.name, version: engine.version },
    ...Object.fromEntries(tasks.map(({ name, params, grid }) => [name, { ...params, grid }])),
  }
}

/** Gives the name of a study: the same for the same config. */
export function studyKey(config: StudyConfig): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 16)
}

/** Says in which values two configs differ, by their dotted names, in the order of the second. */
export function configDifferences(before: unknown, now: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(now)) return []
  if (!isDocument(before) || !isDocument(now))
    return [`${path} is ${JSON.stringify(now) ?? 'absent'}, was ${JSON.stringify(before) ?? 'absent'}`]
  const names = new Set([...Object.keys(now), ...Object.keys(before)])
  return [...names].flatMap((name) =>
    configDifferences(before[name], now[name], path === '' ? name : `${path}.${name}`),
  )
}

function isDocument(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
