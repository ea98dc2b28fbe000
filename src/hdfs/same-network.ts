import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('0.0.0.0', 'ipv4')
loopback.addAddress('::1', 'ipv6')
loopback.addAddress('::', 'ipv6')

/**
 * Says whether two hosts are near enough that the one may send us to the other.
 *
 * | hosts | near |
 * |---|---|
 * | either is loopback (localhost, 127.*, ::1, 0.0.0.0) | if both are |
 * | two addresses | the same /24 of IPv4, the same /64 of IPv6 |
 * | two names without a dot | always: one cluster's short names |
 * | two names with dots | if the second ends in what follows the first's first dot, where that has a dot too |
 * | an address and a name | never |
 *
 * Equal hosts are near. No list of public suffixes is read: below `co.uk` a NameNode `nn.co.uk` is near to all.
 *
 * @param host, other  As `HostPort` writes them.
 */
export function isSameNetwork(host: string, other: string): boolean {
  if (host === other) return true
  if (isLoopback(host) || isLoopback(other)) return isLoopback(host) && isLoopback(other)
  if (familyOf(host) !== null || familyOf(other) !== null) return isSameSubnet(host, other)
  const domain = domainOf(host)
  if (domain === '') return domainOf(other) === ''
  return domain.includes('.') && other.endsWith(`.${domain}`)
}

function isLoopback(host: string): boolean {
  const family = familyOf(host)
  return family === null ? /(^|\.)localhost$/.test(host) : loopback.check(bare(host), family)
}

function isSameSubnet(host: string, other: string): boolean {
  const [family, otherFamily] = [familyOf(host), familyOf(other)]
  if (family === null || otherFamily === null) return false
  const subnet = new BlockList()
  subnet.addSubnet(bare(host), family === 'ipv4' ? 24 : 64, family)
  return subnet.check(bare(other), otherFamily)
}

function familyOf(host: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(bare(host))
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : null
}

/** Gives an IPv6 address without its brackets. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1')
}

function domainOf(name: string): string {
  const dot = name.indexOf('.')
  return dot === -1 ? '' : name.slice(dot + 1)
}
