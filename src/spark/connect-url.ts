import { FreeflowError } from '../errors.ts'

/** Where a Spark Connect server is, and as whom to speak to it. */
export interface ConnectTarget {
  /** A name or an address; one of IPv6 in brackets. */
  readonly host: string
  readonly port: number
  /** Whether the connection is encrypted. */
  readonly useSsl: boolean
  readonly token: string | undefined
  readonly userId: string | undefined
  /** A UUID; a session of that id that the server still has goes on. */
  readonly sessionId: string | undefined
  readonly userAgent: string | undefined
  /** Every other parameter: headers that go with each call. */
  readonly headers: Readonly<Record<string, string>>
}

const defaultPort = 15002
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const hint = 'write sc://host:15002/;token=...;use_ssl=true'

/**
 * Reads a Connect URL: `sc://host:port/;token=..;use_ssl=true;user_id=..;session_id=..;user_agent=..`.
 *
 * Everything but the host may be missing; the port is then 15002. A token that leaves this machine goes encrypted
 * unless `use_ssl=false` says otherwise, as with Spark's own clients. Values may be percent-encoded. No message
 * repeats more of the URL than scheme, host and port, since the rest may be secret.
 *
 * @throws FreeflowError `usage` if it is not of that form.
 */
export function parseConnectUrl(url: string): ConnectTarget {
  const parts =
    /^sc:\/\/(?<host>\[[0-9a-f:.]+\]|[^:/;?#@[\]]+)(?::(?<port>\d+))?(?:\/(?:;(?<rest>.*))?)?$/i.exec(url)
  if (parts?.groups === undefined) throw usage(url, 'must be sc://host:port/;key=value;...')
  const { host, rest = '' } = parts.groups
  const port = Number(parts.groups.port ?? defaultPort)
  if (port < 1 || port > 65_535) throw usage(url, `the port must be in [1, 65535], got ${port}`)
  const { token, use_ssl, user_id, session_id, user_agent, ...headers } = readParameters(url, rest)
  if (use_ssl !== undefined && use_ssl !== 'true' && use_ssl !== 'false') {
    throw usage(url, `use_ssl must be true or false, got ${use_ssl}`)
  }
  if (session_id !== undefined && !uuid.test(session_id)) {
    throw usage(url, `session_id must be a UUID, got ${session_id}`)
  }
  const useSsl = use_ssl === undefined ? token !== undefined && !isLoopback(host) : use_ssl === 'true'
  return { host, port, useSsl, token, userId: user_id, sessionId: session_id, userAgent: user_agent, headers }
}

function readParameters(url: string, rest: string): Partial<Record<string, string>> & Record<string, string> {
  const valueByKey: Record<string, string> = {}
  for (const pair of rest.split(';').filter((part) => part !== '')) {
    const [, key, value] = /^([\w-]+)=(.+)$/.exec(pair) ?? []
    if (value === undefined) throw usage(url, 'after sc://host:port/; each part must be key=value')
    if (key in valueByKey) throw usage(url, `${key} is given twice`)
    valueByKey[key] = decode(url, key, value)
  }
  return valueByKey
}

function decode(url: string, key: string, value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw usage(url, `the value of ${key} has a % that is not followed by two hexadecimal digits`)
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)
}

function usage(url: string, rule: string): FreeflowError {
  const place = /^sc:\/\/[^/;?#@]*/i.exec(url)?.[0] ?? 'remote'
  return new FreeflowError('usage', `${place}: ${rule}`, { hint })
}
