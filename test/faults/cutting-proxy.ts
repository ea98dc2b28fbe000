import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** Which way bytes go: `up` to the server, `down` from it. */
type Way = 'up' | 'down'

/** What stands between a client and a server, and breaks their connections. */
export interface CuttingProxy {
  readonly port: number
  /** Counts bytes from here on; what is given back tells how many have passed each way. */
  readonly count: () => () => Readonly<Record<Way, number>>
  readonly numCuts: () => number
  /** Breaks all connections once this many more bytes have passed one way; what comes after them is lost. */
  readonly cutAfter: (way: Way, bytes: number) => void
  /** Breaks all connections now. */
  readonly cut: () => void
  /** Lets new connections go to another port. */
  readonly turnTo: (port: number) => void
}

/** Starts a proxy before a port of the loopback interface, which ends with the test. */
export async function cuttingProxy(port: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>()
  const passed = { up: 0, down: 0 }
  let armed: { way: Way; bytes: number } | null = null
  let numCuts = 0
  let target = port
  const cut = () => {
    if (sockets.size > 0) numCuts++
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const pass = (way: Way, to: Socket, bytes: Buffer) => {
    passed[way] += bytes.length
    if (armed === null || armed.way !== way || armed.bytes >= bytes.length) {
      if (armed?.way === way) armed.bytes -= bytes.length
      to.write(bytes)
      return
    }
    const part = bytes.subarray(0, armed.bytes)
    armed = null
    // a reset may overtake what was written before it
    if (part.length > 0) to.write(part, () => setImmediate(cut))
    else cut()
  }
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    for (const [from, to, way] of [
      [client, upstream, 'up'],
      [upstream, client, 'down'],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => pass(way, to, bytes))
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    count: () => {
      const { up, down } = passed
      return () => ({ up: passed.up - up, down: passed.down - down })
    },
    numCuts: () => numCuts,
    cutAfter: (way, bytes) => {
      armed = { way, bytes }
    },
    cut,
    turnTo: (next) => {
      target = next
    },
  }
}
