/** A host, and the port where one is given. */
export interface HostPort {
  /** Lower case, without a dot at the end; an IPv4 address in four decimal numbers, an IPv6 one in brackets. */
  readonly host: string
  readonly port: number | null
}

/**
 * Reads `host`, `host:port`, `[IPv6]` or `[IPv6]:port`.
 *
 * @returns `null` for anything else: no host, a port outside [1, 65535], a user, a path, blanks.
 */
export function parseHostPort(text: string): HostPort | null {
  const [, name, digits] = /^([\w-]+(?:\.[\w-]+)*\.?|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(text) ?? []
  const port = digits === undefined ? null : Number(digits)
  if (name === undefined || (port !== null && (port < 1 || port > 65_535))) return null
  const url = `http://${name}/`
  return URL.canParse(url) ? { host: hostOfUrl(new URL(url)), port } : null
}

/** Gives the host of a URL, written as in `HostPort`. */
export function hostOfUrl(url: URL): string {
  return url.hostname.toLowerCase().replace(/\.$/, '')
}

/** Gives the port that a URL of HTTP or HTTPS means. */
export function portOfUrl(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}
