import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { onTestFinished } from 'vitest'

/** Listens for two connections, and takes none. */
const program = `
  const { createServer } = require('node:net')
  const { parentPort } = require('node:worker_threads')
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/** Gives a port of loopback that lets nobody connect and refuses nobody, as a host that is down; until the test ends. */
export async function deafPort(): Promise<number> {
  const worker = new Worker(program, { eval: true })
  const [port] = await once(worker, 'message')
  const sockets = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await worker.terminate()
  })
  // until the system has as many waiting as it keeps
  await sleep(100)
  return port
}
