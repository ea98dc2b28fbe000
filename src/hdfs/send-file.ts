import { once } from 'node:events'
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { text } from 'node:stream/consumers'
import { FreeflowError } from '../errors.ts'
import { actionOf, type Operation } from './ask-name-node.ts'
import { atDataNode } from './at-data-node.ts'
import { failure } from './failure.ts'
import { replyFailure } from './reply-failure.ts'
import { connectionFailure } from './request.ts'
import type { HdfsSession } from './session.ts'

/** Bytes to be sent; they can be asked for more than once. */
export interface Source {
  readonly length: number
  readonly chunks: () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

/** Mode of the files that are made; the server applies no mask of its own. */
const FILE_MODE = '644'

/**
 * Sends a new file to HDFS, once, and makes its parents where they are missing.
 *
 * After a failure a part of it may be there, closed and readable, or appear later: never use the path again.
 *
 * @throws FreeflowError `storage`; its kind is `Unreachable` only if no byte was asked of the source.
 */
export async function sendFile(session: HdfsSession, path: string, source: Source): Promise<void> {
  const params = { overwrite: false, permission: FILE_MODE }
  const operation: Operation = { method: 'PUT', path, op: 'CREATE', params, verb: 'write' }
  const action = actionOf(session, operation)
  await atDataNode(session, operation, (url) => put(session, { url, action }, source))
}

/**
 * Puts a body to a DataNode.
 *
 * Not by fetch: the DataNode sends an unasked 100 Continue, on which undici gives up.
 */
async function put(
  session: HdfsSession,
  { url, action }: { readonly url: string; readonly action: string },
  source: Source,
): Promise<void> {
  const send = url.startsWith('https:') ? httpsRequest : httpRequest
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': source.length,
    expect: '100-continue',
  }
  const request = send(url, { method: 'PUT', agent: false, headers })
  request.setTimeout(session.replyTimeoutMs, () => request.destroy(new Error('no answer')))
  try {
    const reply = await exchange(session, request, source, action)
    const { statusCode: status = 0 } = reply
    const body = await text(reply)
    if (status !== 201) throw replyFailure(session, action, { status, text: body })
  } catch (cause) {
    throw cause instanceof FreeflowError ? cause : connectionFailure({ action, url }, cause)
  } finally {
    request.destroy()
  }
}

/** Sends the body when the server asks for it; an early reply is an answer too. */
async function exchange(
  session: HdfsSession,
  request: ClientRequest,
  source: Source,
  action: string,
): Promise<IncomingMessage> {
  const gone = once(request, 'close').then(() => {
    throw new Error('closed')
  })
  // a connection that ends without a word is no answer
  const replied = Promise.race([once(request, 'response'), gone])
  request.flushHeaders()
  const first = await Promise.race([once(request, 'continue').then(() => null), replied])
  if (first === null) await Promise.race([replied, sendBody(session, request, source, action)])
  const [reply] = await replied
  return reply
}

async function sendBody(
  session: HdfsSession,
  request: ClientRequest,
  source: Source,
  action: string,
): Promise<void> {
  let numBytes = 0
  for await (const chunk of source.chunks()) {
    if (session.signal?.aborted) throw new FreeflowError('interrupted', `${action}: interrupted`)
    numBytes += chunk.length
    if (!request.write(chunk) && !request.destroyed) await drained(request)
    if (request.destroyed) return
  }
  if (numBytes !== source.length)
    throw failure('Protocol', `${action}: the source has ${numBytes} bytes, not ${source.length}`)
  request.end()
}

/** Waits until there is room for more, or none will ever be wanted. */
function drained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      request.off('drain', done).off('close', done)
      resolve()
    }
    request.on('drain', done).on('close', done)
  })
}
