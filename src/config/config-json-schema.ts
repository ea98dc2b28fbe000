import { z } from 'zod'
import { configSchema } from './config-schema.ts'

/** Gives the JSON Schema (draft 2020-12) of a config, as it is published in `schema/config.schema.json`. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const title = 'freeflow config'
  const description = 'Settings of freeflow by the long names of its flags, and parameters of its models.'
  return { ...z.toJSONSchema(configSchema, { io: 'input' }), title, description }
}
