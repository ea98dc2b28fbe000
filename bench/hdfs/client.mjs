// Our side in a process of its own: asks for one thing, then moves the file; prints what that took, as JSON.
//
// usage: node client.mjs up|down LOCAL_PATH WEBHDFS_URL USER REMOTE_DIRECTORY
// The whole library is loaded, as in a job: on the heap of the client alone, which is small, V8 marks it anew for
// every 13 MiB of network buffers, and for every 200 on this one.
import '../../dist/index.js'

import { downloadFile } from '../../dist/hdfs/download-file.js'
import { fileStatus } from '../../dist/hdfs/file-status.js'
import { openSession } from '../../dist/hdfs/open-session.js'
import { uploadFile } from '../../dist/hdfs/upload-file.js'

const [direction, local, webhdfsUrl, user, remote] = process.argv.slice(2)
const { host } = new URL(webhdfsUrl)
const { session } = await openSession(`webhdfs://${host}${remote}`, { webhdfsUrl, user })
const path = `${remote}/stored/copy`
await fileStatus(session, path)
const idle = process.resourceUsage().maxRSS

const start = performance.now()
const cpu = process.cpuUsage()
if (direction === 'up')
  await uploadFile(session, { staging: `${remote}/staging`, path: `${remote}/copy` }, local)
else await downloadFile(session, { path, status: await fileStatus(session, path) }, local)
const { user: own, system } = process.cpuUsage(cpu)

console.log(
  JSON.stringify({
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (own + system) / 1e6,
    rssMiB: (process.resourceUsage().maxRSS - idle) / 1024,
    idleMiB: idle / 1024,
  }),
)
