import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** A request on its way to a NameNode. */
export interface Passing {
  /** From 0, of all that came. */
  readonly index: number
  readonly op: string
  readonly path: string
  /** As they will be sent on; may be changed. */
  readonly params: URLSearchParams
}

/**
 * What becomes of a request.
 *
 * `pass`: it is answered; `lose-reply`: it is done, and the connection reset in the place of an answer;
 * `lose-request`: the connection is reset, and nothing done; `late`: the connection is reset, and the request done
 * half a second later; or the answer that is given instead.
 */
export type Fate =
  | 'pass'
  | 'lose-reply'
  | 'lose-request'
  | 'late'
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** What stands before a NameNode. */
export interface NameNodeProxy {
  /** As `--webhdfs-url` takes it. */
  readonly url: string
  /** Waits until what is late has been done. */
  readonly settled: () => Promise<void>
}

const LATE_MS = 500

/**
 * Stands before a NameNode, on loopback, and decides what becomes of each request; ends with the test.
 *
 * @param target  `http://host:port/webhdfs/v1`
 */
export async function proxyNameNode(
  target: string,
  decide: (passing: Passing) => Fate,
): Promise<NameNodeProxy> {
  const { origin } = new URL(target)
  const late: Promise<unknown>[] = []
  let count = 0
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', origin)
    const params = url.searchParams
    const fate = decide({ index: count++, op: params.get('op') ?? '', path: url.pathname, params })
    const send = () => sendOn(request, url)
    if (typeof fate !== 'string') return void response.writeHead(fate.status, fate.headers).end(fate.body)
    if (fate === 'late') late.push(sleep(LATE_MS).then(send))
    if (fate === 'late' || fate === 'lose-request') return void request.socket.resetAndDestroy()
    await send().then(
      (reply) => (fate === 'pass' ? answer(response, reply) : request.socket.resetAndDestroy()),
      () => request.socket.resetAndDestroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await Promise.allSettled(late)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhdfs/v1`,
    settled: async () => void (await Promise.allSettled(late)),
  }
}

interface Reply {
  readonly status: number
  readonly type: string
  readonly body: Uint8Array
}

async function sendOn({ method = 'GET' }: IncomingMessage, url: URL): Promise<Reply> {
  const reply = await fetch(url, { method, redirect: 'manual' })
  const body = Buffer.from(await reply.arrayBuffer())
  return { status: reply.status, type: reply.headers.get('content-type') ?? '', body }
}

function answer(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length }).end(body)
}
