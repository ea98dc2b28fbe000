import { Code, ConnectError } from '@connectrpc/connect'

/**
 * Whether a failure says nothing of the work itself, so that the call may be made again or the work taken up where
 * it was: no connection, a connection that broke, or another call that took over the stream.
 */
export function isTransient(cause: unknown): boolean {
  if (!(cause instanceof ConnectError)) return false
  if (cause.code === Code.Unavailable) return true
  if (cause.code === Code.Internal && cause.rawMessage.includes('INVALID_CURSOR.DISCONNECTED')) return true
  // a server that answers sends a status
  return !cause.metadata.has('grpc-status') && isBroken(cause)
}

/** What our end of the connection reports when it breaks; certificates that do not hold are nothing of the kind. */
function isBroken({ code, rawMessage, cause }: ConnectError): boolean {
  if (code === Code.Aborted || code === Code.Canceled) return true
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return (
    /^(ERR_HTTP2_\w+|E[A-Z]+)$/.test(reason) ||
    /http\/2 stream closed|missing (trailer|status)/.test(rawMessage)
  )
}
