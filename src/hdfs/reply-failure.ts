import { z } from 'zod'
import type { FreeflowError } from '../errors.ts'
import { failure } from './failure.ts'
import { redactUrl } from './redact-url.ts'
import type { Answer } from './request.ts'
import type { HdfsSession } from './session.ts'

const remoteException = z.object({
  RemoteException: z.object({ exception: z.string(), message: z.string().nullish() }),
})

/**
 * Reads the failure out of a reply whose status is none of success.
 *
 * What the server says is shown without the token of the session, which it may repeat.
 *
 * @param action  What was tried, and where: `cannot list hdfs://nn:9000/models`.
 */
export function replyFailure(
  { credentials }: Pick<HdfsSession, 'credentials'>,
  action: string,
  { status, text: given }: Pick<Answer, 'status' | 'text'>,
): FreeflowError {
  const text = withoutToken(given, credentials['delegation'])
  const remote = remoteOf(text)
  if (remote !== null) {
    const { exception, message } = remote
    return failure(exception, `${action}: ${firstLine(message ?? 'it gives no reason')} (${exception})`)
  }
  if (status === 401) return failure('Unauthorized', `${action}: it asks for credentials (HTTP 401)`)
  const kind = status >= 500 ? `Http${status}` : 'Protocol'
  return failure(kind, `${action}: HTTP ${status}, no answer of WebHDFS: ${firstLine(text)}`)
}

function remoteOf(text: string): z.infer<typeof remoteException>['RemoteException'] | null {
  try {
    return remoteException.parse(JSON.parse(text)).RemoteException
  } catch {
    return null
  }
}

function withoutToken(text: string, token: string | undefined): string {
  const hidden = token === undefined ? text : text.replaceAll(token, '***')
  return redactUrl(hidden.replaceAll(encodeURIComponent(token ?? '***'), '***'))
}

/** Java's messages go on with a stack trace, and pages of a proxy with markup. */
function firstLine(text: string): string {
  const line = text
    .replaceAll(/<[^>]*>/g, ' ')
    .trim()
    .split('\n', 1)[0]
    .trimEnd()
  return line.length > 300 ? `${line.slice(0, 300)}...` : line
}
