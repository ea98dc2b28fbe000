import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** Answers requests on loopback until the test ends, also those that ask to go on; gives `http://host:port`. */
export async function serveHttp(
  answer: (url: URL, request: IncomingMessage, reply: ServerResponse) => unknown,
): Promise<string> {
  const take = (request: IncomingMessage, reply: ServerResponse) =>
    void answer(new URL(request.url ?? '', `http://${request.headers.host}`), request, reply)
  const server = createServer(take).on('checkContinue', take).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}
