import type { FreeflowError } from '../errors.ts'
import { failure } from './failure.ts'
import { redactUrl } from './redact-url.ts'

/** What to ask of one server. */
export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  readonly url: string
  /** What is tried, and where: what a message begins with. */
  readonly action: string
  /** What to do where no answer comes. */
  readonly hint?: string
}

/** What a server has answered. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * Sends a request without a body, once, and reads what is answered; follows no redirect.
 *
 * @param timeoutMs  For how long the whole answer is waited for. Unlike that of AbortSignal.timeout its timer keeps
 *   the process alive: one that waited for nothing but an answer that was lost inside would end without a word.
 * @throws FreeflowError `storage` of the kind `Unreachable`, `UnknownHost` or `NoReply` where no answer comes.
 */
export async function askServer(request: Request, timeoutMs: number): Promise<Answer> {
  const { method, url } = request
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('no answer', 'TimeoutError')), timeoutMs)
  try {
    const reply = await fetch(url, { method, redirect: 'manual', signal: controller.signal })
    return { status: reply.status, headers: reply.headers, text: await reply.text() }
  } catch (cause) {
    throw connectionFailure(request, cause)
  } finally {
    clearTimeout(timer)
  }
}

/** Says what a failed connection comes to: whether the request can have arrived decides what may be done next. */
export function connectionFailure(
  { action, url, hint }: Pick<Request, 'action' | 'url' | 'hint'>,
  cause: unknown,
): FreeflowError {
  const { code, isSent } = codeOf(cause)
  const kind =
    (isSent ? undefined : unsent[code]) ??
    (code.startsWith('ERR_TLS') || code.includes('CERT') ? 'Protocol' : 'NoReply')
  const host = new URL(redactUrl(url)).host
  return failure(kind, `${action}: ${whatHappened(kind, host)} (${code})`, cause, hint)
}

const unsent: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Unreachable',
  EHOSTDOWN: 'Unreachable',
  EHOSTUNREACH: 'Unreachable',
  ETIMEDOUT: 'Unreachable',
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

/**
 * The system's or undici's code stands in the error or in its cause.
 *
 * @returns isSent: whether a connection that was made has failed, which may do so with the codes of one that was not.
 */
function codeOf(cause: unknown): { readonly code: string; readonly isSent: boolean } {
  for (let at = cause; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string')
      return { code: at.code, isSent: 'syscall' in at && (at.syscall === 'read' || at.syscall === 'write') }
  return { code: cause instanceof Error ? cause.name : String(cause), isSent: false }
}
