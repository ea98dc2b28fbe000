import { InterruptRequest_InterruptType } from './gen/spark/connect/base_pb.ts'
import { type Link, requestBase } from './link.ts'

/** The streams of a query that a signal can end. */
interface Interruption {
  /** For the calls of the query. */
  readonly signal: AbortSignal
  /** Stops listening, and cuts what is still open. */
  readonly stopListening: () => void
}

/**
 * Interrupts a query in the server when the signal of the link aborts, and then cuts its streams.
 */
export function interruptOnAbort(link: Link, operationId: string): Interruption {
  const streams = new AbortController()
  const interrupt = async () => {
    const request = {
      ...requestBase(link),
      interruptType: InterruptRequest_InterruptType.OPERATION_ID,
      interrupt: { case: 'operationId', value: operationId } as const,
    }
    // a server that does not answer is left to notice by itself that nobody listens any more
    await link.client.interrupt(request, { timeoutMs: 1_000 }).catch(() => {})
    streams.abort()
  }
  link.signal?.addEventListener('abort', interrupt, { once: true })
  const stopListening = () => {
    link.signal?.removeEventListener('abort', interrupt)
    streams.abort()
  }
  return { signal: streams.signal, stopListening }
}
