import { FreeflowError } from '../errors.ts'
import { defaultPorts, nameserviceUrls, rpcAddressUrl } from './configured-namenodes.ts'
import { type HadoopConf, namesIn } from './hadoop-conf.ts'
import type { HdfsOptions } from './hdfs-options.ts'
import { type HdfsUri, parseHdfsUri } from './hdfs-uri.ts'
import { parseHostPort } from './host-port.ts'
import { parseWebhdfsUrls, webhdfsPath } from './webhdfs-urls.ts'

/** The NameNodes that a URI means. */
export interface NameNodes {
  /** The nameservice, `host` or `host:port` of the URI, or of fs.defaultFS for `hdfs:///path`. */
  readonly authority: string
  /** `http(s)://host:port/webhdfs/v1`, without a slash at the end, in the order to try; at least one. */
  readonly urls: readonly string[]
  /** What to do where none of them answers, for the error that names them. */
  readonly hint: string
}

type Known = Pick<HdfsOptions, 'webhdfsUrl' | 'confDir'>

/**
 * Finds the WebHDFS addresses of the NameNodes that a URI means, without asking anyone.
 *
 * | URI | addresses |
 * |---|---|
 * | any, with `--webhdfs-url` | those of the flag |
 * | `hdfs:///p` | as of fs.defaultFS |
 * | any scheme, nameservice | dfs.ha.namenodes and dfs.namenode.http-address of the nameservice |
 * | `webhdfs://host:port` | http, that host and port (9870) |
 * | `swebhdfs://host:port` | https, that host and port (9871) |
 * | `hdfs://host:port` | dfs.namenode.http-address if the configuration has this RPC address, else the host at 9870 |
 *
 * With dfs.http.policy HTTPS_ONLY `hdfs://` means https and 9871. A name without port and dot that the
 * configuration does not know is taken for a nameservice, not for a host.
 *
 * @param conf  Properties of HADOOP_CONF_DIR; an empty map where there is none.
 * @throws FreeflowError `usage` for an unknown nameservice, a URI without host where there is no fs.defaultFS,
 *   and addresses in flag or configuration that are none.
 */
export function findNameNodes(uri: HdfsUri, options: Known, conf: HadoopConf): NameNodes {
  if (options.webhdfsUrl !== undefined) {
    const urls = parseWebhdfsUrls(options.webhdfsUrl)
    const authority = uri.authority || defaultUri(uri, conf)?.authority || new URL(urls[0]).host
    return { authority, urls, hint: 'check --webhdfs-url' }
  }
  const { scheme, authority } = uri.authority === '' ? (defaultUri(uri, conf) ?? noHost(uri, options)) : uri
  const isHttps = scheme === 'swebhdfs' || (scheme === 'hdfs' && isHttpsOnly(conf))
  const protocol = isHttps ? 'https' : 'http'
  const urls = configuredUrls(scheme, authority, conf, protocol)
  if (urls !== null) return { authority, urls, hint: `check ${confPlace(options)}, or give --webhdfs-url` }
  return unconfigured({ scheme, authority, path: uri.path }, options, conf, protocol)
}

function configuredUrls(
  scheme: HdfsUri['scheme'],
  authority: string,
  conf: HadoopConf,
  protocol: 'http' | 'https',
): readonly string[] | null {
  const urls = nameserviceUrls(conf, authority, protocol)
  if (urls !== null || scheme !== 'hdfs') return urls
  const address = parseHostPort(authority)
  const url = address === null ? null : rpcAddressUrl(conf, address, protocol)
  return url === null ? null : [url]
}

/** Takes the authority for the host of a NameNode that no configuration knows. */
function unconfigured(uri: HdfsUri, options: Known, conf: HadoopConf, protocol: 'http' | 'https'): NameNodes {
  const { scheme, authority } = uri
  const address = parseHostPort(authority)
  const isName = scheme === 'hdfs' && !/[.:]/.test(authority) && address?.host !== 'localhost'
  if (address === null || isName) throw unknownNameservice(uri, options, conf)
  const port = (scheme === 'hdfs' ? null : address.port) ?? defaultPorts[protocol]
  const hint =
    scheme === 'hdfs'
      ? `${port} is the usual port of WebHDFS: if it is another, give --webhdfs-url ${protocol}://${address.host}:PORT, or set HADOOP_CONF_DIR`
      : 'check host and port, or give --webhdfs-url'
  return { authority, urls: [`${protocol}://${address.host}:${port}${webhdfsPath}`], hint }
}

/** Gives fs.defaultFS for a URI without host, if it is of its scheme or the URI leaves the scheme open. */
function defaultUri(uri: HdfsUri, conf: HadoopConf): HdfsUri | null {
  const text = conf.get('fs.defaultFS') ?? ''
  if (!/^(hdfs|s?webhdfs):\/\/[^/]/i.test(text)) return null
  const found = parseHdfsUri(text)
  return uri.scheme === 'hdfs' || uri.scheme === found.scheme ? found : null
}

function noHost({ scheme, path }: HdfsUri, options: Known): never {
  throw new FreeflowError(
    'usage',
    `${scheme}://${path} names no host, and ${confPlace(options)} has no fs.defaultFS for it`,
    { hint: `give ${scheme}://host:port${path}, or set HADOOP_CONF_DIR` },
  )
}

function unknownNameservice({ scheme, authority }: HdfsUri, options: Known, conf: HadoopConf): FreeflowError {
  const known = namesIn(conf, 'dfs.nameservices')
  const list = known.length === 0 ? 'names none' : `has ${known.join(', ')}`
  const message = `${scheme}://${authority}: no nameservice ${authority}, ${confPlace(options)} ${list}`
  return new FreeflowError('usage', message, {
    hint: `set HADOOP_CONF_DIR; if ${authority} is a host, give ${scheme}://${authority}:8020 or --webhdfs-url http://${authority}:9870`,
  })
}

function confPlace({ confDir }: Known): string {
  return confDir === undefined ? 'HADOOP_CONF_DIR (not set)' : `HADOOP_CONF_DIR ${confDir}`
}

function isHttpsOnly(conf: HadoopConf): boolean {
  return conf.get('dfs.http.policy')?.toUpperCase() === 'HTTPS_ONLY'
}
