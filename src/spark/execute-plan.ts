import type { MessageInitShape } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { FreeflowError } from '../errors.ts'
import { pauseBeforeRetry, stopIfAborted } from './call-unary.ts'
import type { ExecutePlanResponse, PlanSchema } from './gen/spark/connect/base_pb.ts'
import { interruptOnAbort } from './interrupt-on-abort.ts'
import { isTransient } from './is-transient.ts'
import { type Link, observeServer, requestBase } from './link.ts'
import { type Releases, releaseResponses } from './release-responses.ts'
import { sparkError } from './spark-error.ts'
import { type Watch, watchAnswers } from './watch-answers.ts'

/** Servers end a stream after two minutes of their own accord; one that is silent for longer is dead. */
const streamTimeoutMs = 300_000
const lostHandle = /INVALID_HANDLE\.(OPERATION|SESSION)_NOT_FOUND/

/** How far a query has been read. */
interface Cursor {
  lastResponseId: string
  isComplete: boolean
  /** Failures since the last response. */
  numRetries: number
}

/** What the streams of a query share. */
interface Reading {
  readonly cursor: Cursor
  readonly releases: Releases
  readonly watch: Watch
}

/**
 * Runs a query or a command to its end and gives the server's responses in order, each exactly once.
 *
 * The query outlives its stream: where that ends or breaks, the next one goes on after the last response. The plan
 * is sent again only if the server says that it never had it. Responses are released as they are read, and all of
 * them when the caller stops reading; a query that still runs then ends.
 *
 * @param what  What is being done, for messages.
 * @throws FreeflowError `engine` with Spark's error, or if the server has lost the query, does not answer, or stays away for as long
 *   as the policy bears; `interrupted` if the signal aborts, which interrupts the query in the server.
 */
export async function* executePlan(
  link: Link,
  plan: MessageInitShape<typeof PlanSchema>,
  what: string,
): AsyncGenerator<ExecutePlanResponse, void, undefined> {
  stopIfAborted(link, what)
  const operationId = link.newId()
  const releases = releaseResponses(link, operationId)
  const { signal, stopListening } = interruptOnAbort(link, operationId)
  const watch = watchAnswers(link, what)
  const options = { signal: AbortSignal.any([signal, watch.signal]), timeoutMs: streamTimeoutMs }
  const cursor: Cursor = { lastResponseId: '', isComplete: false, numRetries: 0 }
  const start = () => {
    const requestOption = { case: 'reattachOptions', value: { reattachable: true } } as const
    const request = { ...requestBase(link), plan, operationId, requestOptions: [{ requestOption }] }
    return link.client.executePlan(request, options)
  }
  const reattach = () => {
    const { lastResponseId } = cursor
    const request = { ...requestBase(link), operationId, ...(lastResponseId !== '' && { lastResponseId }) }
    return link.client.reattachExecute(request, options)
  }
  let open = start
  try {
    while (!cursor.isComplete) {
      try {
        yield* readStream(link, open(), { cursor, releases, watch })
        open = reattach
      } catch (cause) {
        stopIfAborted(link, what)
        watch.signal.throwIfAborted()
        open = (await isUnknownToServer(link, what, cause, cursor)) ? start : reattach
      }
    }
  } finally {
    stopListening()
    watch.stop()
    if (!watch.signal.aborted) await releases.all()
  }
}

async function* readStream(
  link: Link,
  stream: AsyncIterable<ExecutePlanResponse>,
  { cursor, releases, watch }: Reading,
): AsyncGenerator<ExecutePlanResponse, void, undefined> {
  for await (const response of stream) {
    cursor.numRetries = 0
    watch.heard()
    observeServer(link, response.serverSideSessionId)
    cursor.lastResponseId = response.responseId
    cursor.isComplete = response.responseType.case === 'resultComplete'
    if (!cursor.isComplete) releases.until(response.responseId)
    yield response
  }
}

/**
 * Waits before the query is taken up again.
 *
 * @returns Whether the server never had it; `false` if it only lost contact.
 * @throws FreeflowError `engine` if the failure is one of the query, or there were too many.
 */
async function isUnknownToServer(link: Link, what: string, cause: unknown, cursor: Cursor): Promise<boolean> {
  const isLost = cause instanceof ConnectError && lostHandle.test(cause.rawMessage)
  if (isLost && cursor.lastResponseId !== '') {
    const message = `${link.place}: ${what}: the server has lost the query after its first response; it was started anew`
    throw new FreeflowError('engine', message, { hint: 'connect again and run it once more', cause })
  }
  if (
    (isLost || isTransient(cause) || isTimeout(cause)) &&
    (await pauseBeforeRetry(link, what, cursor.numRetries++))
  )
    return isLost
  throw await sparkError(link, what, cause)
}

function isTimeout(cause: unknown): boolean {
  return (
    cause instanceof ConnectError &&
    cause.code === Code.DeadlineExceeded &&
    !cause.metadata.has('grpc-status')
  )
}
