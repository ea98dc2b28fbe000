import { FreeflowError } from '../errors.ts'
import { parseHostPort } from './host-port.ts'
import { redactUrl } from './redact-url.ts'

/** A place in HDFS, as its URI says it. */
export interface HdfsUri {
  /** `hdfs` names a nameservice or the RPC address of a NameNode; the others name its HTTP(S) address. */
  readonly scheme: 'hdfs' | 'webhdfs' | 'swebhdfs'
  /** `host`, `host:port` or a nameservice, as given; empty for `hdfs:///path`, which means fs.defaultFS. */
  readonly authority: string
  /** Absolute path, as it is: `%` and `?` are letters of a name. No slash at the end but in `/`. */
  readonly path: string
}

const hint = 'give hdfs://host:port/path, hdfs://nameservice/path, webhdfs://host:port/path or swebhdfs://...'
const maxNameBytes = 255

/** Says whether a text begins like a URI of HDFS; whatever the case of its scheme. */
export function isHdfsUri(text: string): boolean {
  return /^s?webhdfs:|^hdfs:/i.test(text)
}

/**
 * Reads a URI of HDFS. Its path is taken letter by letter, as Hadoop does: nothing is decoded, `//` counts
 * as `/`, and a slash at the end is dropped.
 *
 * @throws FreeflowError `usage` for another scheme, a host or port that cannot be, a user before the host,
 *   and a path that HDFS cannot hold: a name `.` or `..`, with `:`, a control character or half of a
 *   surrogate pair, or of more than 255 bytes in UTF-8.
 */
export function parseHdfsUri(text: string): HdfsUri {
  const [, given, authority = '', rest = ''] = /^([a-z]+):\/\/([^/]*)(.*)$/is.exec(text) ?? []
  const scheme = schemeOf(given?.toLowerCase())
  if (scheme === null) throw refusal(text, 'a URI of HDFS must begin with hdfs://, webhdfs:// or swebhdfs://')
  if (authority.includes('@'))
    throw refusal(
      text,
      'the host must have no user before it',
      'set HADOOP_USER_NAME, or FREEFLOW_HDFS_TOKEN',
    )
  if (authority !== '' && !isAuthority(authority))
    throw refusal(text, 'must name host, host:port or nameservice after ://')
  const names = rest.split('/').filter((name) => name !== '')
  for (const name of names) {
    const rule = brokenRule(name)
    if (rule !== null) throw refusal(text, `a name in its path ${rule}, got ${show(name)}`, 'rename it')
  }
  return { scheme, authority, path: `/${names.join('/')}` }
}

function schemeOf(given: string | undefined): HdfsUri['scheme'] | null {
  return given === 'hdfs' || given === 'webhdfs' || given === 'swebhdfs' ? given : null
}

/** A nameservice may have a name that no host has, `cluster.1`. */
function isAuthority(text: string): boolean {
  return /^[\w-]+(\.[\w-]+)*$/.test(text) || parseHostPort(text) !== null
}

/** Gives the rule that a name of a path breaks, or `null`. */
function brokenRule(name: string): string | null {
  if (name === '.' || name === '..') return 'must not be . or ..'
  if (name.includes(':')) return 'must not have a colon'
  if (/\p{Cc}/u.test(name)) return 'must not have control characters'
  if (/\p{Surrogate}/u.test(name)) return 'must be well-formed Unicode'
  return Buffer.byteLength(name) > maxNameBytes ? `must have at most ${maxNameBytes} bytes in UTF-8` : null
}

function refusal(uri: string, rule: string, advice: string = hint): FreeflowError {
  return new FreeflowError('usage', `${show(redactUrl(uri))}: ${rule}`, { hint: advice })
}

function show(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 197)}...` : text)
}
