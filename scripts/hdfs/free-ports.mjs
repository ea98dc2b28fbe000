// prints N different ports in 20000..31999 that can be bound on 127.0.0.1, one a line; N is the first argument
import { once } from 'node:events'
import { createServer } from 'node:net'

const servers = new Map()
while (servers.size < Number(process.argv[2])) {
  const port = 20_000 + Math.floor(Math.random() * 12_000)
  if (servers.has(port)) continue
  const server = createServer().listen(port, '127.0.0.1')
  // held until all are found, so that none is found twice
  if (await once(server, 'listening').catch(() => null)) servers.set(port, server)
}
for (const [port, server] of servers) {
  console.log(port)
  server.close()
}
