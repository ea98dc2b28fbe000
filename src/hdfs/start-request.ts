import { type ClientRequest, request as httpRequest, type OutgoingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { REPLY_TIMEOUT_MS } from './request.ts'

/**
 * Begins a request to a DataNode on a connection of its own; too long a pause breaks it off.
 *
 * Not by fetch: undici gives up on the unasked 100 Continue that a DataNode sends, and takes twice the CPU time to
 * hand a body over.
 */
export function startRequest(
  method: 'GET' | 'PUT',
  url: string,
  headers: OutgoingHttpHeaders = {},
): ClientRequest {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest
  const request = send(url, { method, agent: false, headers })
  request.setTimeout(REPLY_TIMEOUT_MS, () => request.destroy(new Error('no answer')))
  // after the reply has begun, what its body says counts
  request.on('error', () => {})
  return request
}
