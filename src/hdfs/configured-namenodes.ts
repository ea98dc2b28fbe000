import { FreeflowError } from '../errors.ts'
import { type HadoopConf, namesIn } from './hadoop-conf.ts'
import { type HostPort, parseHostPort } from './host-port.ts'
import { webhdfsPath } from './webhdfs-urls.ts'

/** Ports that Hadoop takes where none is named. */
export const defaultPorts = { rpc: 8020, http: 9870, https: 9871 } as const

/**
 * Gives the WebHDFS URLs of a nameservice, in the order of `dfs.ha.namenodes`; `null` if the configuration does
 * not know it. One that is not highly available has one.
 *
 * @throws FreeflowError `usage` for an address that is none, or none at all.
 */
export function nameserviceUrls(
  conf: HadoopConf,
  nameservice: string,
  protocol: 'http' | 'https',
): readonly string[] | null {
  const nameNodes = namesIn(conf, `dfs.ha.namenodes.${nameservice}`)
  if (nameNodes.length > 0)
    return nameNodes.map((name) => configuredUrl(conf, `.${nameservice}.${name}`, { protocol, host: null }))
  if (!namesIn(conf, 'dfs.nameservices').includes(nameservice)) return null
  const isSuffixed = ['rpc', 'http', 'https'].some((kind) =>
    conf.has(`dfs.namenode.${kind}-address.${nameservice}`),
  )
  return [configuredUrl(conf, isSuffixed ? `.${nameservice}` : '', { protocol, host: null })]
}

/**
 * Gives the WebHDFS URL of the NameNode with an RPC address: that of `dfs.namenode.rpc-address`, with or
 * without suffixes, or of fs.defaultFS; `null` if the configuration does not know it.
 *
 * @throws FreeflowError `usage` for an HTTP address that is none.
 */
export function rpcAddressUrl(conf: HadoopConf, rpc: HostPort, protocol: 'http' | 'https'): string | null {
  const isThis = (text: string | undefined) => {
    const other = text === undefined ? null : parseHostPort(text)
    return other?.host === rpc.host && (other.port ?? defaultPorts.rpc) === (rpc.port ?? defaultPorts.rpc)
  }
  const suffixes = [...nameNodeSuffixes(conf), '']
  const found = suffixes.find((suffix) => isThis(conf.get(`dfs.namenode.rpc-address${suffix}`)))
  const isDefault = isThis(/^hdfs:\/\/([^/]*)/i.exec(conf.get('fs.defaultFS') ?? '')?.[1])
  if (found === undefined && !isDefault) return null
  return configuredUrl(conf, found ?? '', { protocol, host: rpc.host })
}

function nameNodeSuffixes(conf: HadoopConf): readonly string[] {
  return namesIn(conf, 'dfs.nameservices').flatMap((nameservice) => {
    const nameNodes = namesIn(conf, `dfs.ha.namenodes.${nameservice}`)
    return [...nameNodes.map((name) => `.${nameservice}.${name}`), `.${nameservice}`]
  })
}

/**
 * Gives the URL of the NameNode whose properties end in a suffix. As in Hadoop, an HTTP address that is not
 * set has the usual port, and one of all interfaces has the host of the RPC address.
 *
 * @param known.host  Host of the RPC address; `null`: read it.
 */
function configuredUrl(
  conf: HadoopConf,
  suffix: string,
  known: { readonly protocol: 'http' | 'https'; readonly host: string | null },
): string {
  const { protocol } = known
  const property = `dfs.namenode.${protocol}-address${suffix}`
  const address = addressIn(conf, property)
  const isOpen = address === null || ['0.0.0.0', '[::]'].includes(address.host)
  const rpcProperty = `dfs.namenode.rpc-address${suffix}`
  const host = isOpen ? (known.host ?? addressIn(conf, rpcProperty)?.host ?? null) : address.host
  if (host === null)
    throw new FreeflowError('usage', `HADOOP_CONF_DIR: neither ${property} nor ${rpcProperty} names a host`, {
      hint: 'add one of them to hdfs-site.xml, or give --webhdfs-url http://host:port',
    })
  return `${protocol}://${host}:${address?.port ?? defaultPorts[protocol]}${webhdfsPath}`
}

function addressIn(conf: HadoopConf, property: string): HostPort | null {
  const text = conf.get(property)
  if (text === undefined || text === '') return null
  const address = parseHostPort(text)
  if (address !== null) return address
  throw new FreeflowError(
    'usage',
    `HADOOP_CONF_DIR: ${property} must be host:port, got ${JSON.stringify(text)}`,
    {
      hint: 'correct hdfs-site.xml, or give --webhdfs-url http://host:port',
    },
  )
}
