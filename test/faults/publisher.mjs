// A process that publishes with the built code, to be raced, killed and starved of its disk.
//
//   node publisher.mjs publish BASE [MB]   one version of m, every file of which holds its publish id
//   node publisher.mjs refresh BASE FROM   preprocessing/model from the pipeline directory FROM
//   node publisher.mjs retract BASE        the latest version of m
//   node publisher.mjs rounds BASE         one version a message; answers {version, publishId}
//   node publisher.mjs unsafe-rounds BASE  the same by "if it is not there, mv", which loses and nests versions
//
// BASE is a path or, where the environment says how to reach it, a URI of HDFS.
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { exitCodes } from '../../dist/errors.js'
import { latestVersion } from '../../dist/store/latest-version.js'
import { localFiles } from '../../dist/store/local-files.js'
import { publishVersions } from '../../dist/store/publish-versions.js'
import { refreshPreprocessing } from '../../dist/store/refresh-preprocessing.js'
import { retractVersion } from '../../dist/store/retract-version.js'
import { openStore } from '../../dist/store/store.js'
import { nextVersionName } from '../../dist/store/version-name.js'
import { walkFiles } from '../../dist/store/walk-files.js'

/** The clock stands still, so that all publishers want the same name. */
const now = () => Date.UTC(2026, 0, 1)

async function writeFiles(directory, publishId, numMegabytes = 0) {
  await mkdir(`${directory}/model/data`, { recursive: true })
  for (let at = 0; at < numMegabytes; at++)
    await appendFile(`${directory}/model/data/part-00001`, publishId.repeat(1e6 / publishId.length))
  await writeFile(`${directory}/model/data/part-00000`, publishId.repeat(1000))
  await writeFile(`${directory}/golden.json`, JSON.stringify({ publishId }))
}

async function publish(base, numMegabytes) {
  const publishId = randomUUID()
  const write = (directory) => writeFiles(directory, publishId, numMegabytes)
  const publication = { model: 'm', publishId, write, metadata: ({ version }) => ({ version, publishId }) }
  const [{ version }] = await publishVersions(await openStore(base), [publication], now)
  return { version, publishId }
}

async function retract(base) {
  const store = await openStore(base)
  const options = { reason: 'bad', now: now(), newId: randomUUID }
  await retractVersion(store, await latestVersion(store, 'm'), options)
}

async function publishUnsafely(base) {
  const publishId = randomUUID()
  const { files } = await openStore(base)
  await files.makeDirectory(base, [publishId])
  await files.fill(`${base}/${publishId}`, async (local) => {
    await writeFiles(local, publishId)
    return walkFiles(localFiles, local)
  })
  await files.makeDirectory(base, ['m'])
  let version = nextVersionName(now(), (await files.list(`${base}/m`)).at(-1)?.name ?? null)
  while ((await files.stat(`${base}/m/${version}`)) !== null) version = nextVersionName(now(), version)
  await sleep(20)
  await moveUnsafely(`${base}/${publishId}`, `${base}/m/${version}`)
  return { version, publishId }
}

/** As a shell or a plain rename of HDFS does: into a directory that is there by now. */
async function moveUnsafely(from, to) {
  if (!from.startsWith('hdfs:')) return execFileSync('mv', [from, to])
  const pathOf = (uri) => new URL(uri).pathname
  const { FREEFLOW_WEBHDFS_URL: url, HADOOP_USER_NAME: user } = process.env
  const query = `op=RENAME&destination=${pathOf(to)}&user.name=${user}`
  const reply = await fetch(`${url}${pathOf(from)}?${query}`, { method: 'PUT' })
  if (!(await reply.text()).includes('true')) throw new Error('not moved')
}

const answer = (round) => process.on('message', async () => process.send(await round()))

const [mode, base, from] = process.argv.slice(2)
const modes = {
  publish: async () => console.log(`published ${(await publish(base, Number(from ?? 0))).version}`),
  refresh: async () =>
    refreshPreprocessing(await openStore(base), {
      files: localFiles,
      directory: from,
      publishId: randomUUID(),
    }),
  retract: async () => retract(base),
  rounds: async () => answer(() => publish(base)),
  'unsafe-rounds': async () => answer(() => publishUnsafely(base)),
}
try {
  console.log('begins')
  await modes[mode]()
} catch (error) {
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = exitCodes[error.code] ?? 1
}
