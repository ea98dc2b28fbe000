import type { z } from 'zod'
import { actionOf, type Operation } from './ask-name-node.ts'
import { failure } from './failure.ts'
import type { HdfsSession } from './session.ts'

/**
 * Checks the JSON of a reply.
 *
 * @throws FreeflowError `storage` of the kind `Protocol` that names what is not as it should be.
 */
export function parseReply<T>(
  session: HdfsSession,
  operation: Operation,
  schema: z.ZodType<T>,
  reply: unknown,
): T {
  const parsed = schema.safeParse(reply)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw failure(
    'Protocol',
    `${actionOf(session, operation)}: ${issue.path.join('.')} of the reply: ${issue.message}`,
  )
}
