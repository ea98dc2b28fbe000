import { z } from 'zod'
import type { Params } from '../model/params.ts'
import { checkShape } from './check-shape.ts'
import type { ReadMetadata } from './read-metadata.ts'
import { type ParamType, sparkClasses } from './spark-class.ts'

const long = z
  .union([z.int(), z.string().regex(/^-?\d{1,19}$/)], 'must be a whole number')
  .transform((value) => {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  })

const paramShapes: Readonly<Record<Exclude<ParamType, 'strings'>, z.ZodType<number | string | boolean>>> = {
  int: z.int(),
  long,
  double: z.number(),
  boolean: z.boolean(),
  string: z.string(),
}

/**
 * Gives the parameters of a learner that freeflow knows, of those that a metadata file holds.
 *
 * A 64-bit seed that no double holds is a string of digits.
 *
 * @throws FreeflowError `data` for a value of another type than Spark's.
 */
export function paramsFromMetadata({ kind, params, path }: ReadMetadata): Params {
  const known: Record<string, number | string | boolean> = {}
  for (const [name, type] of Object.entries<ParamType>(sparkClasses[kind].params)) {
    if (type === 'strings' || !Object.hasOwn(params, name)) continue
    known[name] = checkShape(paramShapes[type], params[name], `${path}: ${name}`)
  }
  return known
}
