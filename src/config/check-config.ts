import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import type { Params } from '../model/params.ts'
import { nearestName } from '../table/nearest-name.ts'
import type { Config, Grid } from './config.ts'
import { configSchema, knownKeys } from './config-schema.ts'
import type { SettingValue } from './setting.ts'
import { settings } from './settings.ts'

const scalar = z.union([z.number(), z.string(), z.boolean()])
const model = z
  .object({ grid: z.record(z.string(), z.array(scalar)).optional() })
  .catchall(scalar)
  .optional()
const models = z.object({ linear_regression: model, random_forest: model, gradient_boosted_trees: model })
const settingValue = z.union([scalar, z.array(z.string())])

/**
 * Checks a config against everything that is declared, and reports all that is wrong in one line.
 *
 * @param place  What the message begins with: the file, or `--set`.
 * @param given  What was read; nothing at all (`null`) is an empty config.
 * @throws FreeflowError `usage` that names place, key, rule and value, with the nearest names as hint.
 */
export function checkConfig(place: string, given: unknown): Config {
  const parsed = configSchema.safeParse(given ?? {})
  if (!parsed.success) throw refusal(place, given, parsed.error.issues)
  const values = new Map<string, SettingValue>()
  for (const [name, value] of Object.entries(parsed.data)) {
    if (Object.hasOwn(settings, name)) values.set(name, settingValue.parse(value))
  }
  const params: Record<string, Params> = {}
  const grids: Record<string, Grid> = {}
  for (const [name, own] of Object.entries(models.parse(parsed.data))) {
    if (own === undefined) continue
    const { grid, ...rest } = own
    params[name] = rest
    if (grid !== undefined) grids[name] = grid
  }
  return { settings: values, params, grids }
}

function refusal(place: string, given: unknown, issues: readonly z.core.$ZodIssue[]): FreeflowError {
  const problems: string[] = []
  const hints: string[] = []
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') {
      const at = issue.path.length > 0 ? issue.path.join('.') : 'a config'
      problems.push(`${at} ${ruleOf(issue)}, got ${show(valueAt(given, issue.path))}`)
      continue
    }
    const known = knownKeys(issue.path)
    for (const key of issue.keys) {
      problems.push(`no setting ${[...issue.path, key].join('.')}`)
      const near = nearestName(key, known)
      hints.push(
        near === null ? `known are ${known.join(', ')}` : `did you mean ${[...issue.path, near].join('.')}?`,
      )
    }
  }
  const hint = hints.length > 0 ? { hint: hints.join(' ') } : {}
  return new FreeflowError('usage', `${place}: ${problems.join('; ')}`, hint)
}

function ruleOf({ path, message }: z.core.$ZodIssue): string {
  return path.length > 0 ? message : 'must be settings by name'
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, key) => Object(value)[key], given)
}

/** Shows a value as JSON, cut short. */
function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing')
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
