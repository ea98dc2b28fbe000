import { z } from 'zod'
import { learnerParams } from '../learn/learner-params.ts'
import { type NumberParam, type ParamDeclarations, paramRule, type TextParam } from '../learn/params.ts'
import type { SettingValue } from './setting.ts'
import { settingSchema } from './setting-schema.ts'
import { settings } from './settings.ts'

/**
 * The schema of a config: every setting by its flag's long name, and one object a model with its
 * parameters and the `grid` of values to search. Nothing is required, unknown keys are refused.
 */
export const configSchema = z.strictObject({
  $schema: z.string().meta({ description: 'Where an editor finds this schema.' }).optional(),
  ...optional(settings, settingSchema),
  ...Object.fromEntries(
    Object.entries(learnerParams).map(([name, params]) => [name, modelSchema(name, params).optional()]),
  ),
})

/** Gives the keys that a config knows at a path: `[]`, `[model]` or `[model, 'grid']`. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  const [model, grid] = path
  if (model === undefined) return [...Object.keys(settings), ...Object.keys(learnerParams)]
  const params = Object.entries(learnerParams).find(([name]) => name === model)?.[1] ?? {}
  return [...Object.keys(params), ...(grid === undefined ? ['grid'] : [])]
}

function modelSchema(name: string, params: ParamDeclarations): z.ZodType {
  const lists = optional(params, (param) => {
    const list = 'must be a list of values'
    return z
      .array(paramSchema(param), { error: list })
      .min(1, { error: list })
      .meta({ description: `Values to try: ${param.doc}` })
  })
  const grid = z.strictObject(lists, { error: 'must be lists of values by parameter' })
  return z
    .strictObject(
      {
        ...optional(params, paramSchema),
        grid: grid.meta({ description: 'Values to search, by parameter; all combinations.' }).optional(),
      },
      { error: 'must be parameters by name' },
    )
    .meta({ description: `Parameters of ${name}, by Spark's names; the preset goes over these defaults.` })
}

/** A text that may look like a number need not be quoted; 1 must, as it could be a count or a share. */
function paramSchema(param: NumberParam | TextParam): z.ZodType<SettingValue> {
  const schema = settingSchema(param)
  if (param.type !== 'text') return schema
  const error = `must be ${paramRule(param)}`
  const number = z.number({ error }).gt(0, { error })
  const accepted = number.refine((value) => value !== 1 && param.pattern.test(String(value)), { error })
  return z.union([schema, accepted], { error }).meta(schema.meta() ?? {})
}

function optional<T extends { readonly type: string }>(
  declarations: Readonly<Record<string, T>>,
  schemaOf: (declaration: T) => z.ZodType,
): Record<string, z.ZodType> {
  const entries = Object.entries(declarations)
  return Object.fromEntries(entries.map(([name, declaration]) => [name, schemaOf(declaration).optional()]))
}
