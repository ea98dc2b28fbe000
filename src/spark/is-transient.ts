import { Code, ConnectError } from '@connectrpc/connect'

/** What our end of the connection reports when it breaks; a server that answers sends a status beside the code. */
const broken: ReadonlySet<Code> = new Set([Code.Aborted, Code.Canceled])

/**
 * Whether a failure says nothing of the work itself, so that the call may be made again or the work taken up where
 * it was: no connection, a connection that broke, or another call that took over the stream.
 */
export function isTransient(cause: unknown): boolean {
  if (!(cause instanceof ConnectError)) return false
  if (cause.code === Code.Unavailable) return true
  if (cause.code === Code.Internal && cause.rawMessage.includes('INVALID_CURSOR.DISCONNECTED')) return true
  return !cause.metadata.has('grpc-status') && (broken.has(cause.code) || isCutStream(cause))
}

/** A stream that ended without the status that closes it, or by a reset of the other end. */
function isCutStream({ code, rawMessage }: ConnectError): boolean {
  return code === Code.Internal && /http\/2 stream closed|missing trailer|missing status/.test(rawMessage)
}
