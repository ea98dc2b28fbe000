import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

/** What a proxy changes on its way; nothing where absent. */
interface Spoiling {
  /** Changes the body of a reply. */
  readonly body?: (body: string) => string
  /** Takes the place of the clock. */
  readonly date?: Date
  /** Answers 403 to paths that begin so. */
  readonly closed?: string
}

/**
 * Starts a proxy before a real NameNode, which ends with the test. DataNodes are spoken with directly.
 *
 * @param host  host:port of the NameNode.
 * @returns The URL to ask instead.
 */
export async function spoilingProxy(host: string, spoiling: Spoiling): Promise<string> {
  const server = createServer((asked, reply) => forward(host, spoiling, asked, reply))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

function forward(
  host: string,
  { body = (same) => same, date, closed }: Spoiling,
  asked: IncomingMessage,
  reply: ServerResponse,
): void {
  const { method, url: path = '' } = asked
  if (closed !== undefined && path.startsWith(closed)) {
    reply.writeHead(403).end()
    return
  }
  const onward = request(`http://${host}${path}`, { method, agent: false }, async (answer) => {
    const parts: Buffer[] = []
    for await (const part of answer) parts.push(part)
    const headers = date === undefined ? {} : { date: date.toUTCString() }
    reply.writeHead(answer.statusCode ?? 0, headers).end(body(Buffer.concat(parts).toString()))
  })
  onward.on('error', () => reply.destroy())
  onward.end()
}
