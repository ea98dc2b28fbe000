import type { z } from 'zod'
import { FreeflowError } from '../errors.ts'

/**
 * Gives a value that was read as the type that a schema describes.
 *
 * @param place  What was read, for the message: a path, perhaps with a row.
 * @throws FreeflowError `data` with the first thing that is wrong and where.
 */
export function checkShape<T>(schema: z.ZodType<T>, value: unknown, place: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
  throw new FreeflowError('data', `${place}: ${where}${issue.message}`)
}
