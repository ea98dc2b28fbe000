import type { FreeflowError } from '../errors.ts'
import { failure } from './failure.ts'
import { redactUrl } from './redact-url.ts'

/** Without an answer for so long, a request is given up. */
export const REPLY_TIMEOUT_MS = 30_000

/** What to ask of one server. */
export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  readonly url: string
  /** What is tried, and where: what a message begins with. */
  readonly action: string
  readonly signal?: AbortSignal
  /** What to do where no answer comes. */
  readonly hint?: string
}

/**
 * Sends a request without a body, once; follows no redirect.
 *
 * @throws FreeflowError `storage` of the kind `Unreachable`, `UnknownHost` or `NoReply` where no answer comes.
 */
export async function sendRequest(request: Request): Promise<Response> {
  const { method, url, signal } = request
  const limit = signal ?? AbortSignal.timeout(REPLY_TIMEOUT_MS)
  try {
    return await fetch(url, { method, redirect: 'manual', signal: limit })
  } catch (cause) {
    throw connectionFailure(request, cause)
  }
}

/** Reads the text of a reply; one that is cut is a failure of the kind `NoReply`. */
export async function replyText(reply: Response, request: Request): Promise<string> {
  try {
    return await reply.text()
  } catch (cause) {
    throw connectionFailure(request, cause)
  }
}

/** Says what a failed connection comes to: whether the request can have arrived decides what may be done next. */
export function connectionFailure(
  { action, url, hint }: Pick<Request, 'action' | 'url' | 'hint'>,
  cause: unknown,
): FreeflowError {
  const code = codeOf(cause)
  const kind = unsent[code] ?? (code.startsWith('ERR_TLS') || code.includes('CERT') ? 'Protocol' : 'NoReply')
  const host = new URL(redactUrl(url)).host
  return failure(kind, `${action}: ${whatHappened(kind, host)} (${code})`, cause, hint)
}

const unsent: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Unreachable',
  EHOSTUNREACH: 'Unreachable',
  ENETUNREACH: 'Unreachable',
  EAI_AGAIN: 'Unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'Unreachable',
  ENOTFOUND: 'UnknownHost',
}

function whatHappened(kind: string, host: string): string {
  if (kind === 'NoReply') return `${host} gave no answer`
  if (kind === 'UnknownHost') return `${host} is no known host`
  return kind === 'Unreachable' ? `${host} cannot be reached` : `no secure connection to ${host}`
}

/** The system's or undici's code stands in the error or in its cause. */
function codeOf(cause: unknown): string {
  for (let at = cause; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code
  return cause instanceof Error ? cause.name : String(cause)
}
