import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { expandVariables } from './expand-variables.ts'
import type { HadoopConf } from './hadoop-conf.ts'
import { parseHadoopXml } from './parse-hadoop-xml.ts'

const fileNames = ['core-site.xml', 'hdfs-site.xml']
const maxIncludes = 8

/**
 * Reads core-site.xml, then hdfs-site.xml of a directory, either of which may be absent. As in Hadoop, the
 * later value of a property counts unless the earlier is final, files included by XInclude stand in place,
 * and `${...}` is expanded (`expandVariables`).
 *
 * @param confDir  HADOOP_CONF_DIR.
 * @throws FreeflowError `usage` for a directory that is not there, a file that cannot be read or is no XML,
 *   an include that is not there or no local file, and includes more than 8 deep.
 */
export async function readHadoopConf(confDir: string): Promise<HadoopConf> {
  const isDirectory = await stat(confDir).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isDirectory) throw refusal(`${confDir}: no such directory`)
  const properties: Properties = { values: new Map(), finals: new Set() }
  for (const name of fileNames) {
    const path = join(confDir, name)
    const text = await textOf(path)
    if (text !== null) await addFile(properties, path, text, 0)
  }
  return expandVariables(properties.values)
}

interface Properties {
  readonly values: Map<string, string>
  readonly finals: Set<string>
}

async function addFile(properties: Properties, path: string, text: string, depth: number): Promise<void> {
  if (depth > maxIncludes) throw refusal(`${path}: includes must be at most ${maxIncludes} deep`)
  for (const entry of parseHadoopXml(text, path)) {
    if (entry.kind === 'include') await addInclude(properties, path, entry.href, depth)
    else if (!properties.finals.has(entry.name)) {
      properties.values.set(entry.name, entry.value)
      if (entry.isFinal) properties.finals.add(entry.name)
    }
  }
}

async function addInclude(properties: Properties, from: string, href: string, depth: number): Promise<void> {
  if (href === '' || /^[a-z][a-z0-9+.-]*:/i.test(href))
    throw refusal(`${from}: an include must be a path, got ${JSON.stringify(href)}`)
  const path = resolve(dirname(from), href)
  const text = await textOf(path)
  if (text === null) throw refusal(`${from}: no such file to include: ${path}`)
  await addFile(properties, path, text, depth + 1)
}

/** Gives the text of a file, `null` where there is none. */
async function textOf(path: string): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (cause) {
    const { code, message } = Object(cause)
    if (code === 'ENOENT') return null
    throw refusal(`${path}: ${message}`, cause)
  }
}

function refusal(rule: string, cause?: unknown): FreeflowError {
  return new FreeflowError('usage', `HADOOP_CONF_DIR: ${rule}`, {
    hint: 'HADOOP_CONF_DIR must be a directory with core-site.xml and hdfs-site.xml',
    cause,
  })
}
