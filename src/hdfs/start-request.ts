import { once } from 'node:events'
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http'
import { request as httpsRequest } from 'node:https'

/**
 * Begins a request to a DataNode on a connection of its own; too long a pause breaks it off.
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
  // after the reply has begun, what its body says counts
  request.on('error', () => {})
  return request
}

/** Waits for the head of the reply; a connection that ends without a word is a failure. */
export async function replyTo(request: ClientRequest): Promise<IncomingMessage> {
  const closed = once(request, 'close').then(() => {
    throw new Error('closed')
  })
  const [reply] = await Promise.race([once(request, 'response'), closed])
  return reply
}
