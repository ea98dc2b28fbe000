import { z } from 'zod'
import { readDocument } from '../store/document.ts'
import { inspectVersion } from '../store/inspect-version.ts'
import type { StoredVersion } from '../store/store.ts'

/** A value as a document has it; lists are their JSON text, `null` also stands for what is not there. */
export type Fact = string | number | boolean | null

/** The parts of a version that are compared, in the order in which they are shown. */
export const factSections = [
  'metrics',
  'gates',
  'params',
  'feature_importance',
  'data',
  'config',
  'sizes',
] as const

/** What is known of a version, by section and name; names of nested values have dots. */
export interface VersionFacts {
  readonly model: string
  readonly version: string
  readonly path: string
  readonly sections: Readonly<Record<(typeof factSections)[number], ReadonlyMap<string, Fact>>>
}

const section = z.record(z.string(), z.unknown()).catch({})
const gate = z.looseObject({ name: z.string(), op: z.string(), target: z.unknown() })
const metadataSchema = z.object({
  metrics: section,
  params: section,
  gates: z.array(gate).catch([]),
  feature_importance: section,
  data: section,
  config: section,
  size_bytes: z.unknown(),
})

/**
 * Reads what a version says of itself; sections that an older job did not write are empty.
 *
 * @throws FreeflowError `data` if metadata.json is absent or not JSON, `storage` if it cannot be read.
 */
export async function versionFacts(version: StoredVersion): Promise<VersionFacts> {
  const metadata = metadataSchema.parse(Object(await readDocument(version, 'metadata.json')))
  const { entries } = await inspectVersion(version.files, version.directory)
  const gates = metadata.gates.map(({ name, op, target, actual, pass }) => {
    return [name, { target: `${op} ${target}`, actual, pass }] as const
  })
  const sizes = {
    model_bytes: metadata.size_bytes,
    version_bytes: entries.reduce((sum, { length }) => sum + length, 0),
    files: entries.length,
  }
  const { metrics, params, feature_importance, data, config } = metadata
  const { model, version: name, directory: path } = version
  return {
    model,
    version: name,
    path,
    sections: {
      metrics: flatten(metrics),
      gates: flatten(Object.fromEntries(gates)),
      params: flatten(params),
      feature_importance: flatten(feature_importance),
      data: flatten(data),
      config: flatten(config),
      sizes: flatten(sizes),
    },
  }
}

function flatten(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, Fact> {
  const facts = new Map<string, Fact>()
  const visit = (prefix: string, value: unknown) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      for (const [name, inner] of Object.entries(value)) visit(`${prefix}.${name}`, inner)
    else facts.set(prefix.slice(1), factOf(value))
  }
  visit('', values)
  return facts
}

function factOf(value: unknown): Fact {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return value === null || value === undefined ? null : JSON.stringify(value)
}
