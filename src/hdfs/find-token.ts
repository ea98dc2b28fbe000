import { lookup } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { FreeflowError } from '../errors.ts'
import type { NameNodes } from './find-namenodes.ts'
import type { HdfsOptions } from './hdfs-options.ts'
import { parseHostPort } from './host-port.ts'
import { type HadoopToken, parseCredentials } from './parse-credentials.ts'

const kinds = ['HDFS_DELEGATION_TOKEN', 'WEBHDFS delegation', 'SWEBHDFS delegation']

/**
 * Gives the delegation token for the NameNodes: the given one, else that of the token file whose service is
 * their nameservice, or the address of one of them (names are looked up; a port in common goes first).
 *
 * @returns As the parameter `delegation` takes it, still to be encoded, or `null`: act as a user then.
 * @throws FreeflowError `usage` for a token that is no Base64, without showing it, and a file that cannot be
 *   read.
 */
export async function findToken(
  { token, tokenFile }: Pick<HdfsOptions, 'token' | 'tokenFile'>,
  nameNodes: NameNodes,
): Promise<string | null> {
  if (token !== undefined) return checkedToken(token)
  if (tokenFile === undefined) return null
  const bytes = await readFile(tokenFile).catch((cause) => {
    throw new FreeflowError('usage', `HADOOP_TOKEN_FILE_LOCATION: ${cause.message}`, { cause })
  })
  const tokens = parseCredentials(bytes, `HADOOP_TOKEN_FILE_LOCATION ${tokenFile}`)
  return (await chooseToken(tokens, nameNodes))?.url ?? null
}

function checkedToken(token: string): string {
  const trimmed = token.trim()
  if (/^[\w+/-]+=*$/.test(trimmed)) return trimmed
  throw new FreeflowError('usage', 'FREEFLOW_HDFS_TOKEN must be a token as Hadoop writes it in URLs', {
    hint: 'it is the urlString of op=GETDELEGATIONTOKEN; it is not shown here',
  })
}

async function chooseToken(
  tokens: readonly HadoopToken[],
  { authority, urls }: NameNodes,
): Promise<HadoopToken | undefined> {
  const usable = tokens.filter(({ kind }) => kinds.includes(kind))
  const logical = ['ha-hdfs', 'ha-webhdfs', 'ha-swebhdfs'].map((prefix) => `${prefix}:${authority}`)
  const ofService = usable.find(({ service }) => logical.includes(service))
  if (ofService !== undefined || usable.length === 0) return ofService
  const nameNodes = [authority, ...urls.map((url) => new URL(url).host)].flatMap(
    (text) => parseHostPort(text) ?? [],
  )
  const addresses = new Set((await Promise.all(nameNodes.map(({ host }) => addressesOf(host)))).flat())
  const ports = new Set(nameNodes.map(({ port }) => port ?? 8020))
  const near = usable.filter(({ service }) => addresses.has(parseHostPort(service)?.host ?? ''))
  return near.find(({ service }) => ports.has(parseHostPort(service)?.port ?? 0)) ?? near[0]
}

/** Gives a host, and its addresses as `HostPort` writes them; the host alone where it has none. */
async function addressesOf(host: string): Promise<readonly string[]> {
  const found = await lookup(host.replace(/^\[(.*)\]$/, '$1'), { all: true }).catch(() => [])
  return [host, ...found.map(({ address, family }) => (family === 6 ? `[${address}]` : address))]
}
