import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { hdfsOptionsFromEnvironment } from '../../src/hdfs/hdfs-options.ts'
import { openStore } from '../../src/store/store.ts'
import type { StoreFiles } from '../../src/store/store-files.ts'
import { walkFiles } from '../../src/store/walk-files.ts'

/** What became of the versions that racing publishers were told are published. */
export interface RaceResult {
  readonly acked: number
  /** Acknowledged versions that are there, whole, and of the publisher that was told so. */
  readonly survived: number
  /** Acknowledged versions that are not there, or are another publisher's. */
  readonly lost: number
  /** Versions whose files are of more than one publisher. */
  readonly mixed: number
  /** Versions with something in them that belongs elsewhere. */
  readonly nested: number
}

interface Acknowledged {
  readonly version: string
  readonly publishId: string
}

/**
 * Lets processes publish the same model at the same moment, round by round, and looks at what is there then.
 *
 * @param mode  `rounds` for the product, `unsafe-rounds` for a publisher that the checks must catch.
 * @param env  Says to the processes where an HDFS is; what is there is read by it too.
 */
export async function race(
  base: string,
  mode: 'rounds' | 'unsafe-rounds',
  { processes, rounds }: { processes: number; rounds: number },
  env: NodeJS.ProcessEnv = {},
): Promise<RaceResult> {
  const publisher = fileURLToPath(new URL('publisher.mjs', import.meta.url))
  const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc']
  const options = { stdio, env: { ...process.env, ...env } }
  const children = Array.from({ length: processes }, () => fork(publisher, [mode, base], options))
  const acked: Acknowledged[] = []
  try {
    for (let round = 0; round < rounds; round++) acked.push(...(await Promise.all(children.map(publishOnce))))
  } finally {
    for (const child of children) child.kill()
  }
  const { files } = await openStore(base, hdfsOptionsFromEnvironment(options.env))
  return judge(files, `${base}/m`, acked)
}

async function publishOnce(child: ChildProcess): Promise<Acknowledged> {
  const stop = new AbortController()
  const stopped = once(child, 'exit', stop).then(([code]) => {
    throw new Error(`a publisher ended with ${code}`)
  })
  child.send('publish')
  const [message] = await Promise.race([once(child, 'message', stop), stopped])
  stopped.catch(() => null)
  stop.abort()
  return message
}

async function judge(
  files: StoreFiles,
  directory: string,
  acked: readonly Acknowledged[],
): Promise<RaceResult> {
  const idsByVersion = new Map<string, ReadonlySet<string>>()
  let nested = 0
  for (const { name: version } of (await files.list(directory)) ?? []) {
    const found = (await walkFiles(files, `${directory}/${version}`)) ?? []
    if (found.some(({ name }) => !namesOfVersion.includes(name))) nested++
    idsByVersion.set(version, await publishersOf(files, `${directory}/${version}`))
  }
  const survived = acked.filter(({ version, publishId }) => {
    const ids = idsByVersion.get(version)
    return ids?.size === 1 && ids.has(publishId)
  }).length
  const mixed = [...idsByVersion.values()].filter((ids) => ids.size > 1).length
  return { acked: acked.length, survived, lost: acked.length - survived, mixed, nested }
}

const namesOfVersion = ['MANIFEST.json', 'golden.json', 'metadata.json', 'model/data/part-00000']

/** The publish ids that stand in the files of a version. */
async function publishersOf(files: StoreFiles, directory: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for (const name of namesOfVersion) {
    if ((await files.stat(`${directory}/${name}`)) === null) continue
    const text = Buffer.from(await files.read(`${directory}/${name}`)).toString()
    for (const [id] of text.matchAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) ids.add(id)
  }
  return ids
}
