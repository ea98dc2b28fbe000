import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { FreeflowError } from '../errors.ts'
import { actionOf, type Operation } from './ask-name-node.ts'
import { atDataNode } from './at-data-node.ts'
import { dataNodeFailure, dataNodeHint } from './data-node-failure.ts'
import { failure, isTransient } from './failure.ts'
import { type FileStatus, fileStatus } from './file-status.ts'
import { replyFailure } from './reply-failure.ts'
import type { Request } from './request.ts'
import type { HdfsSession } from './session.ts'
import { replyTo, startRequest } from './start-request.ts'
import { withPatience } from './with-patience.ts'

/** Takes the bytes of a file piece by piece; the next comes when it has settled. */
export type Sink = (chunk: Uint8Array) => Promise<void> | void

/**
 * Reads a file from a byte on to its end, exactly as it was when it was looked at.
 *
 * What breaks off is taken up where it broke; the deadline of the session counts from the last byte that came.
 *
 * @param status  What the path was; its length decides where the end is.
 * @param start  First byte, 0 to the length.
 * @throws FreeflowError `storage` where it cannot be read to its end, `data` where it has changed or is gone,
 *   `interrupted`. What `sink` throws passes through.
 */
export async function readFile(
  session: HdfsSession,
  path: string,
  status: FileStatus,
  sink: Sink,
  start = 0,
): Promise<void> {
  let at = start
  while (at < status.length) {
    const begin = at
    const count = async (chunk: Uint8Array) => {
      await sink(chunk)
      at += chunk.length
    }
    await withPatience(session, async () => {
      try {
        await readOnce(session, path, { start: at, end: status.length }, count)
      } catch (error) {
        // as long as bytes come the deadline begins anew
        if (at === begin || !isTransient(error)) throw error
      }
    })
    if (at < status.length) await refuseChanged(session, path, status)
  }
  await refuseChanged(session, path, status)
}

/**
 * Reads a small file whole; one that is replaced meanwhile is read again, as it is then.
 *
 * @throws FreeflowError `storage` if there is none, `data` if it changes faster than it can be read.
 */
export async function readWhole(session: HdfsSession, path: string): Promise<Uint8Array> {
  for (let turn = 1; ; turn++) {
    const status = await fileStatus(session, path)
    if (status?.kind !== 'file')
      throw failure('FileNotFoundException', `cannot read ${session.uri}${path}: there is no such file`)
    const chunks: Uint8Array[] = []
    try {
      await readFile(session, path, status, (chunk) => void chunks.push(chunk))
      return Buffer.concat(chunks)
    } catch (error) {
      const isChanged = error instanceof FreeflowError && error.code === 'data'
      if (!isChanged || turn === MAX_TURNS) throw error
    }
  }
}

const MAX_TURNS = 5

async function refuseChanged(session: HdfsSession, path: string, status: FileStatus): Promise<void> {
  const now = await fileStatus(session, path)
  const isSame =
    now?.fileId === status.fileId && now.length === status.length && now.modifiedMs === status.modifiedMs
  if (isSame) return
  const what = now === null ? 'is gone' : 'has changed'
  throw new FreeflowError('data', `${session.uri}${path} ${what} while it was read`, {
    hint: 'run again when nobody writes there',
  })
}

async function readOnce(
  session: HdfsSession,
  path: string,
  { start, end }: { readonly start: number; readonly end: number },
  sink: Sink,
): Promise<void> {
  const params = { offset: start, length: end - start }
  const operation = { method: 'GET', path, op: 'OPEN', params, verb: 'read' } as const
  const chunks = await openBody(session, operation)
  let numBytes = 0
  for await (const chunk of chunks) {
    if (session.signal?.aborted)
      throw new FreeflowError('interrupted', `interrupted while reading ${session.uri}${path}`)
    numBytes += chunk.length
    if (numBytes > end - start) break
    await sink(chunk)
  }
  if (numBytes === end - start) return
  const message = `${actionOf(session, operation)}: got ${numBytes} of ${end - start} bytes`
  throw failure('NoReply', message, undefined, dataNodeHint)
}

/** Has a DataNode send the bytes of an operation, piece by piece. */
function openBody(session: HdfsSession, operation: Operation): Promise<AsyncGenerator<Uint8Array>> {
  const action = actionOf(session, operation)
  return atDataNode(session, operation, async (url) => {
    const request = startRequest('GET', url, { timeoutMs: session.replyTimeoutMs })
    request.end()
    const reply = await replyTo(request).catch((cause: unknown) => {
      throw dataNodeFailure({ action, url }, cause)
    })
    const chunks = chunksOf(reply, { action, url })
    if (reply.statusCode === 200) return chunks
    throw replyFailure(session, action, { status: reply.statusCode ?? 0, text: await text(chunks) })
  })
}

/** Gives the body as it comes; one that is cut is a failure. */
async function* chunksOf(
  reply: IncomingMessage,
  request: Pick<Request, 'action' | 'url'>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* reply
  } catch (cause) {
    throw dataNodeFailure(request, cause)
  }
}
