import { join } from 'node:path'
import { measure } from './measure.mjs'

/**
 * What is compared, by direction. Each takes a place, leaves `copy` in it, and gives seconds of the transfer
 * (ours: in a process that has spoken with the server before) and of the whole process.
 *
 * ours: an upload compares checksums with HDFS; a download looks at the length, and that the
 *   file has not changed.
 * curl: asks for the DataNode, then -T or -o; no check. Both downloads end with a flush.
 * curl + sha256: the same, with the SHA-256 of the local file by openssl: what a careful script does.
 */
export const sides = {
  up: {
    ours: (place) => ours('up', place),
    curl: (place) => curlUp(place),
    'curl + sha256': (place) => sum(hash(place.source), curlUp(place)),
  },
  down: {
    ours: (place) => ours('down', place),
    curl: (place) => curlDown(place),
    'curl + sha256': (place) => sum(curlDown(place), hash(join(place.local, 'copy'))),
  },
}

function ours(direction, { server, local, remote, source }) {
  const path = direction === 'up' ? source : join(local, 'copy')
  const client = join(import.meta.dirname, 'client.mjs')
  const { seconds, stdout } = measure(process.execPath, [
    client,
    direction,
    path,
    server.url,
    server.user,
    remote,
  ])
  return { ...JSON.parse(stdout), processSeconds: seconds }
}

function curlUp({ server, remote, source }) {
  const found = locate(server, 'PUT', `${remote}/copy`, 'CREATE')
  return whole(sum(found, measure('curl', ['-sf', '-T', source, found.location])))
}

function curlDown({ server, local, remote }) {
  const found = locate(server, 'GET', `${remote}/stored/copy`, 'OPEN')
  const copy = join(local, 'copy')
  return whole(sum(found, measure('curl', ['-sf', '-o', copy, found.location]), measure('sync', [copy])))
}

function locate({ url, user }, method, path, op) {
  const query = `op=${op}&user.name=${user}&noredirect=true`
  const asked = measure('curl', ['-sf', '-X', method, `${url}${path}?${query}`])
  return { ...asked, location: JSON.parse(asked.stdout).Location }
}

function hash(path) {
  return whole(measure('openssl', ['dgst', '-sha256', path]))
}

function whole(measured) {
  return { ...measured, processSeconds: measured.seconds }
}

function sum(...parts) {
  const total = (key) => parts.reduce((sum, part) => sum + (part[key] ?? 0), 0)
  return {
    seconds: total('seconds'),
    cpuSeconds: total('cpuSeconds'),
    processSeconds: total('processSeconds'),
  }
}
