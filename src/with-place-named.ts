import { FreeflowError } from './errors.ts'

/**
 * Runs what works on a copy, and names in its errors the place that was copied.
 *
 * @param copy  A path whose mentions in messages, details and hints become `place`.
 */
export async function withPlaceNamed<T>(copy: string, place: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof FreeflowError)) throw error
    const { code, message, hint, details, cause } = error
    throw new FreeflowError(code, message.replaceAll(copy, place), {
      ...(hint !== undefined && { hint: hint.replaceAll(copy, place) }),
      ...(details !== undefined && { details }),
      cause,
    })
  }
}
