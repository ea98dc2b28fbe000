import { FreeflowError } from '../errors.ts'
import type { DatanodeRules } from './datanode-rules.ts'
import { hostOfUrl, portOfUrl } from './host-port.ts'
import { redactUrl } from './redact-url.ts'
import { isSameNetwork } from './same-network.ts'

/**
 * Gives the URL to follow where a NameNode answers with a location, after checking that data may go there.
 *
 * Host and port are mapped as `--datanode-map` says. A host is then allowed if it is mapped, matches
 * `--datanode-hosts`, or is the host of one of the NameNodes or near one (`isSameNetwork`); any port is. Path
 * and query stay as they are, tokens included: show a target only through `redactUrl`.
 *
 * @param location  As the header or the JSON of the answer has it; a relative one counts from the first URL.
 * @param nameNodeUrls  Base URLs of all NameNodes of the file system, the one that answered first.
 * @throws FreeflowError `storage` that names the host and the flag which would allow it; also for what is not
 *   HTTP(S), has a user before the host, or leaves HTTPS for HTTP at a host that the flags do not name.
 */
export function redirectTarget(location: string, nameNodeUrls: readonly string[], rules: DatanodeRules): URL {
  const target = parseLocation(location, nameNodeUrls[0])
  const host = hostOfUrl(target)
  if (applyMap(target, rules) || rules.patterns.some((pattern) => pattern.test(host))) return target
  const nameNodes = nameNodeUrls.map((url) => new URL(url))
  if (!nameNodes.some((nameNode) => isSameNetwork(hostOfUrl(nameNode), host)))
    throw new FreeflowError(
      'storage',
      `${nameNodes[0].host} sent us to ${target.host}, not a known DataNode`,
      {
        hint: `if it is one, give --datanode-hosts ${host}, or --datanode-map ${host}=HOST with the host that reaches it from here`,
      },
    )
  if (nameNodes[0].protocol === 'https:' && target.protocol === 'http:')
    throw new FreeflowError('storage', `${nameNodes[0].host} sent us from https to http://${target.host}`, {
      hint: `to send data there in the clear, give --datanode-hosts ${host}`,
    })
  return target
}

function parseLocation(location: string, base: string): URL {
  const url = URL.canParse(location, base) ? new URL(location, base) : null
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (url === null || !isHttp || url.username !== '' || url.password !== '')
    throw new FreeflowError(
      'storage',
      `${new URL(base).host} sent us to what is no DataNode: ${JSON.stringify(redactUrl(location).slice(0, 200))}`,
      { hint: 'check that --webhdfs-url or the URI names a NameNode, with the port of WebHDFS' },
    )
  return url
}

/** Puts in the outer host and port if the map has the URL's. @returns Whether it has. */
function applyMap(target: URL, { outerByInner }: DatanodeRules): boolean {
  const host = hostOfUrl(target)
  const outer = outerByInner.get(`${host}:${portOfUrl(target)}`) ?? outerByInner.get(host)
  if (outer === undefined) return false
  target.hostname = outer.host
  if (outer.port !== null) target.port = String(outer.port)
  return true
}
