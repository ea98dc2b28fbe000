import { type Client, createClient, type Interceptor } from '@connectrpc/connect'
import { createGrpcTransport, Http2SessionManager } from '@connectrpc/connect-node'
import type { ConnectTarget } from './connect-url.ts'
import { SparkConnectService } from './gen/spark/connect/base_pb.ts'

/** Just above the five minutes below which a server of Java's gRPC takes pings for an attack. */
const pingIntervalMs = 310_000
/** Spark's servers take and send messages up to this size. */
const maxMessageBytes = 128 * 1024 * 1024

/** A client of the protocol, and how to close its connection. */
export interface OpenClient {
  readonly client: Client<typeof SparkConnectService>
  readonly close: () => void
}

/**
 * Makes a client of a server; the connection opens with the first call, and again after it broke.
 *
 * The token goes as a header of each call, over whichever connection the target asks for.
 */
export function openClient(target: ConnectTarget): OpenClient {
  const baseUrl = `${target.useSsl ? 'https' : 'http'}://${target.host}:${target.port}`
  const sessionManager = new Http2SessionManager(baseUrl, { pingIntervalMs })
  const transport = createGrpcTransport({
    baseUrl,
    sessionManager,
    interceptors: [addHeaders(target)],
    readMaxBytes: maxMessageBytes,
    writeMaxBytes: maxMessageBytes,
  })
  return { client: createClient(SparkConnectService, transport), close: () => sessionManager.abort() }
}

function addHeaders({ headers, token }: ConnectTarget): Interceptor {
  return (next) => (request) => {
    for (const [name, value] of Object.entries(headers)) request.header.set(name, value)
    if (token !== undefined) request.header.set('authorization', `Bearer ${token}`)
    return next(request)
  }
}
