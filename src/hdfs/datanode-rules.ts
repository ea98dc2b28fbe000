import { FreeflowError } from '../errors.ts'
import type { HdfsOptions } from './hdfs-options.ts'
import { type HostPort, parseHostPort } from './host-port.ts'

/** What the user says of the hosts of DataNodes. */
export interface DatanodeRules {
  /** Where a DataNode is reached, by `host` and `host:port` of the NameNode; the latter goes first. */
  readonly outerByInner: ReadonlyMap<string, HostPort>
  /** Each matches the hosts that may be DataNodes. */
  readonly patterns: readonly RegExp[]
}

/**
 * Reads `--datanode-map` and `--datanode-hosts`.
 *
 * In a pattern `*.` at the beginning stands for any names before a domain, another `*` for letters between
 * two dots, and `*` alone for every host.
 *
 * @throws FreeflowError `usage` for an entry that is not `inner=outer`, a host twice, and a pattern that no
 *   host can match.
 */
export function datanodeRules(options: Pick<HdfsOptions, 'datanodeMap' | 'datanodeHosts'>): DatanodeRules {
  const outerByInner = new Map<string, HostPort>()
  for (const entry of entriesOf(options.datanodeMap)) {
    const [inner, outer] = mapEntry(entry)
    if (outerByInner.has(inner))
      throw new FreeflowError('usage', `--datanode-map must name each host once, got ${inner} twice`)
    outerByInner.set(inner, outer)
  }
  return { outerByInner, patterns: entriesOf(options.datanodeHosts).map(patternOf) }
}

function entriesOf(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').map((entry) => entry.trim())
}

function mapEntry(entry: string): readonly [string, HostPort] {
  const [inner, outer, ...rest] = entry.split('=').map((side) => parseHostPort(side.trim()))
  if (!inner || !outer || rest.length > 0)
    throw new FreeflowError(
      'usage',
      `--datanode-map must be inner=outer, each host or host:port, got ${entry}`,
      {
        hint: 'for instance datanode1=localhost or 10.0.0.7:9864=localhost:19864',
      },
    )
  return [inner.port === null ? inner.host : `${inner.host}:${inner.port}`, outer]
}

function patternOf(entry: string): RegExp {
  if (entry === '*') return /./
  const isHost = /^[\w*-]+(\.[\w*-]+)*\.?$/.test(entry) || parseHostPort(entry)?.port === null
  if (!isHost)
    throw new FreeflowError('usage', `--datanode-hosts must be hosts such as *.example.com, got ${entry}`, {
      hint: 'hosts without port, by commas; an IPv6 address in brackets',
    })
  const host = entry.includes('*') ? entry.toLowerCase().replace(/\.$/, '') : parseHostPort(entry)?.host
  const source = (host ?? entry)
    .replace(/[.[\]]/g, '\\$&')
    .replace(/^\*\\\./, '(?:[^.]+\\.)+')
    .replace(/\*/g, '[^.]*')
  return new RegExp(`^${source}$`)
}
