import { z } from 'zod'
import type { FreeflowError } from '../errors.ts'
import { failure } from './failure.ts'

const remoteException = z.object({
  RemoteException: z.object({ exception: z.string(), message: z.string().default('') }),
})

/**
 * Reads the failure out of a reply whose status is none of success.
 *
 * @param action  What was tried, and where: `cannot list hdfs://nn:9000/models`.
 */
export function replyFailure(action: string, status: number, text: string): FreeflowError {
  const remote = remoteOf(text)
  if (remote !== null) {
    const { exception, message } = remote
    return failure(exception, `${action}: ${firstLine(message)} (${exception})`)
  }
  if (status === 401) return failure('Unauthorized', `${action}: it asks for credentials (HTTP 401)`)
  const kind = status >= 500 ? `Http${status}` : 'Protocol'
  return failure(kind, `${action}: HTTP ${status}, no answer of WebHDFS: ${firstLine(text)}`)
}

function remoteOf(text: string): { readonly exception: string; readonly message: string } | null {
  try {
    return remoteException.parse(JSON.parse(text)).RemoteException
  } catch {
    return null
  }
}

/** Java's messages go on with a stack trace, and pages of a proxy with markup. */
function firstLine(text: string): string {
  const line = text
    .replaceAll(/<[^>]*>/g, ' ')
    .trim()
    .split('\n', 1)[0]
  return line.length > 300 ? `${line.slice(0, 300)}...` : line
}
