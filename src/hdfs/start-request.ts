import { once } from 'node:events'
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http'
import { request as httpsRequest } from 'node:https'

/** A machine that is down, or behind a wall that drops what comes, answers nobody who wants to connect. */
const CONNECT_TIMEOUT_MS = 5000

/**
 * Begins a request to a DataNode on a connection of its own; too long a pause breaks it off, and so does a connection
 * that is not made in 5 s: then nothing was sent.
 *
 * Not by fetch: undici gives up on the unasked 100 Continue that a DataNode sends, and takes twice the CPU time to
 * hand a body over.
 */
export function startRequest(
  method: 'GET' | 'PUT',
  url: string,
  { headers = {}, timeoutMs }: { readonly headers?: OutgoingHttpHeaders; readonly timeoutMs: number },
): ClientRequest {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest
  const request = send(url, { method, agent: false, headers })
  request.setTimeout(timeoutMs, () => request.destroy(new Error('no answer')))
  giveUpConnecting(request, Math.min(CONNECT_TIMEOUT_MS, timeoutMs))
  // after the reply has begun, what its body says counts
  request.on('error', () => {})
  return request
}

/** Ends a request, as the system would after minutes, if it has no connection after so long. */
function giveUpConnecting(request: ClientRequest, timeoutMs: number): void {
  const late = () =>
    request.destroy(Object.assign(new Error('connect'), { code: 'ETIMEDOUT', syscall: 'connect' }))
  const timer = setTimeout(late, timeoutMs)
  const stop = () => clearTimeout(timer)
  request.once('socket', (socket) => socket.once('connect', stop))
  request.once('close', stop)
}

/** Waits for the head of the reply; a connection that ends without a word is a failure. */
export async function replyTo(request: ClientRequest): Promise<IncomingMessage> {
  const closed = once(request, 'close').then(() => {
    throw new Error('closed')
  })
  const [reply] = await Promise.race([once(request, 'response'), closed])
  return reply
}
