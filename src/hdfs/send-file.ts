import { once } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { FreeflowError } from '../errors.ts'
import { actionOf, type Operation } from './ask-name-node.ts'
import { atDataNode } from './at-data-node.ts'
import { dataNodeFailure } from './data-node-failure.ts'
import { failure } from './failure.ts'
import { replyFailure } from './reply-failure.ts'
import type { HdfsSession } from './session.ts'
import { replyTo, startRequest } from './start-request.ts'

/** Bytes to be sent; they can be asked for more than once. */
export interface Source {
  readonly length: number
  /** Each chunk must stay as it is until the next but one is asked for. */
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

/** Puts a body to a DataNode. */
async function put(
  session: HdfsSession,
  { url, action }: { readonly url: string; readonly action: string },
  source: Source,
): Promise<void> {
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': source.length,
    expect: '100-continue',
  }
  const request = startRequest('PUT', url, { headers, timeoutMs: session.replyTimeoutMs })
  try {
    const reply = await exchange(session, request, source, action)
    const { statusCode: status = 0 } = reply
    const body = await text(reply)
    if (status !== 201) throw replyFailure(session, action, { status, text: body })
  } catch (cause) {
    throw cause instanceof FreeflowError ? cause : dataNodeFailure({ action, url }, cause)
  } finally {
    request.destroy()
  }
}

/** How long a server may take to ask for the body; some gateways never do, and take it all the same. */
const CONTINUE_MS = 2000

/**
 * Sends the body when the server asks for it, or has been silent for a while; an early reply is an answer too.
 *
 * Source: Fielding et al., HTTP Semantics (RFC 9110), 2022, 10.1.1: a client should not wait for an indefinite period.
 */
async function exchange(
  session: HdfsSession,
  request: ClientRequest,
  source: Source,
  action: string,
): Promise<IncomingMessage> {
  const replied = replyTo(request)
  const asked = Promise.race([once(request, 'continue'), silence(request, CONTINUE_MS)])
  request.flushHeaders()
  const first = await Promise.race([asked.then(() => null), replied])
  if (first === null) await Promise.race([replied, sendBody(session, request, source, action)])
  return replied
}

/** Settles so long after the connection was made, if the request is still going on; never without a connection. */
function silence(request: ClientRequest, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    request.once('socket', (socket) =>
      socket.once('connect', () => {
        const timer = setTimeout(resolve, afterMs)
        request.once('close', () => clearTimeout(timer))
      }),
    )
  })
}

/** Sends what the source gives; while a chunk is on its way the next is asked for. */
async function sendBody(
  session: HdfsSession,
  request: ClientRequest,
  source: Source,
  action: string,
): Promise<void> {
  let numBytes = 0
  let written = Promise.resolve()
  for await (const chunk of source.chunks()) {
    if (session.signal?.aborted) throw new FreeflowError('interrupted', `${action}: interrupted`)
    numBytes += chunk.length
    await written
    if (request.destroyed) return
    written = write(request, chunk)
  }
  if (numBytes !== source.length)
    throw failure('Protocol', `${action}: the source has ${numBytes} bytes, not ${source.length}`)
  request.end()
}

/** Writes bytes; settles when the system has taken them, or none will ever be taken. */
function write(request: ClientRequest, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      request.off('close', done)
      resolve()
    }
    request.on('close', done)
    request.write(bytes, done)
  })
}
