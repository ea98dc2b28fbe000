// Loaded before publisher.mjs (node --import): ends the process with SIGKILL at the KILL_AT-th event of its
// network, from 1: a connection begins, a request is made, is on its way, is answered. Without KILL_AT it counts them.
import { subscribe } from 'node:diagnostics_channel'

const channels = [
  'net.client.socket',
  'undici:request:create',
  'undici:client:sendHeaders',
  'undici:request:headers',
  'http.client.request.start',
  'http.client.response.finish',
]
const last = Number(process.env.KILL_AT)
let count = 0
for (const channel of channels)
  subscribe(channel, () => {
    if (++count === last) process.kill(process.pid, 'SIGKILL')
  })
if (Number.isNaN(last)) process.on('exit', () => console.log(`events ${count}`))
