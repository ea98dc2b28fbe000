import { createServer, type Http2Server, type ServerHttp2Session } from 'node:http2'
import { create, type MessageInitShape } from '@bufbuild/protobuf'
import type { ServiceImpl } from '@connectrpc/connect'
import { connectNodeAdapter } from '@connectrpc/connect-node'
import { tableFromArrays, tableToIPC } from 'apache-arrow'
import {
  type ExecutePlanRequest,
  type ExecutePlanResponse,
  ExecutePlanResponseSchema,
  type ReattachExecuteRequest,
  type ReleaseExecuteRequest,
  SparkConnectService,
} from '../../src/spark/gen/spark/connect/base_pb.ts'

type Responses = (this: FaultyServer, numCalls: number) => AsyncIterable<ExecutePlanResponse>

/** What a server of the protocol that fails on demand has seen. */
export interface FaultyServer {
  readonly remote: string
  readonly executed: ExecutePlanRequest[]
  readonly reattached: ReattachExecuteRequest[]
  readonly released: ReleaseExecuteRequest[]
  readonly interrupted: string[]
  readonly authorizations: (string | null)[]
  /** Breaks every open connection. */
  readonly cutConnections: () => void
  readonly close: () => Promise<void>
}

/** How a server that fails on demand behaves; `execute` and `reattach` learn how often they were called before. */
export interface Script {
  readonly version?: string
  readonly execute?: Responses
  readonly reattach?: Responses
  readonly more?: Partial<ServiceImpl<typeof SparkConnectService>>
}

/** A response with an id, `r0` for instance; one of Arrow's batches, with a single number, unless told otherwise. */
export function response(
  id: number,
  responseType: MessageInitShape<typeof ExecutePlanResponseSchema>['responseType'] = batch(id),
): ExecutePlanResponse {
  const fields = [{ name: 'n', dataType: { kind: { case: 'double', value: {} } as const } }]
  const schema = { kind: { case: 'struct', value: { fields } } as const }
  const ids = { responseId: `r${id}`, serverSideSessionId: 'server' }
  return create(ExecutePlanResponseSchema, { ...ids, schema, ...(responseType && { responseType }) })
}

/** The response that ends a query. */
export function complete(id: number): ExecutePlanResponse {
  return response(id, { case: 'resultComplete', value: {} })
}

function batch(n: number) {
  const data = tableToIPC(tableFromArrays({ n: Float64Array.of(n) }), 'stream')
  return { case: 'arrowBatch', value: { rowCount: 1n, data } } as const
}

/** Starts a server that fails on demand, on a free port of the loopback interface. */
export async function startFaultyServer(script: Script = {}): Promise<FaultyServer> {
  const connections = new Set<ServerHttp2Session>()
  const server = createServer()
  server.on('session', (session) => {
    connections.add(session)
    session.on('close', () => connections.delete(session))
  })
  const cutConnections = () => {
    for (const session of connections) session.destroy()
  }
  const port = await listen(server)
  const seen: FaultyServer = {
    remote: `sc://127.0.0.1:${port}/;token=a-secret`,
    executed: [],
    reattached: [],
    released: [],
    interrupted: [],
    authorizations: [],
    cutConnections,
    close: () => {
      cutConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  server.on(
    'request',
    connectNodeAdapter({ routes: (router) => router.service(SparkConnectService, serve(seen, script)) }),
  )
  return seen
}

function listen(server: Http2Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('no port'))
      else resolve(address.port)
    })
  })
}

function serve(seen: FaultyServer, script: Script): Partial<ServiceImpl<typeof SparkConnectService>> {
  const serverSideSessionId = 'server'
  const { version = '4.3.0', execute = once, reattach = once, more = {} } = script
  return {
    analyzePlan: (_, { requestHeader }) => {
      seen.authorizations.push(requestHeader.get('authorization'))
      return { serverSideSessionId, result: { case: 'sparkVersion', value: { version } } }
    },
    config: () => ({ serverSideSessionId }),
    releaseSession: () => ({ serverSideSessionId }),
    executePlan: (request) => execute.call(seen, seen.executed.push(request) - 1),
    reattachExecute: (request) => reattach.call(seen, seen.reattached.push(request) - 1),
    releaseExecute: (request) => {
      seen.released.push(request)
      return { serverSideSessionId }
    },
    interrupt: ({ interrupt }) => {
      seen.interrupted.push(interrupt.value ?? '')
      return { serverSideSessionId }
    },
    ...more,
  }
}

async function* once() {
  yield response(0)
  yield complete(1)
}
