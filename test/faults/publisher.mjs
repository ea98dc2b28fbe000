// A process that publishes with the built code, to be raced, killed and starved of its disk.
//
//   node publisher.mjs publish BASE        one version of m, every file of which holds its publish id
//   node publisher.mjs refresh BASE FROM   preprocessing/model from the pipeline directory FROM
//   node publisher.mjs retract BASE        the latest version of m
//   node publisher.mjs rounds BASE         one version a message; answers {version, publishId}
//   node publisher.mjs unsafe-rounds BASE  the same by "if it is not there, mv", which loses and nests versions
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { exitCodes } from '../../dist/errors.js'
import { latestVersion } from '../../dist/store/latest-version.js'
import { localFiles } from '../../dist/store/local-files.js'
import { publishVersions } from '../../dist/store/publish-versions.js'
import { refreshPreprocessing } from '../../dist/store/refresh-preprocessing.js'
import { retractVersion } from '../../dist/store/retract-version.js'
import { openStore } from '../../dist/store/store.js'
import { nextVersionName } from '../../dist/store/version-name.js'

/** The clock stands still, so that all publishers want the same name. */
const now = () => Date.UTC(2026, 0, 1)

async function writeFiles(directory, publishId) {
  await mkdir(`${directory}/model/data`, { recursive: true })
  await writeFile(`${directory}/model/data/part-00000`, publishId.repeat(1000))
  await writeFile(`${directory}/golden.json`, JSON.stringify({ publishId }))
}

async function publish(base) {
  const publishId = randomUUID()
  const write = (directory) => writeFiles(directory, publishId)
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
  await writeFiles(`${base}/${publishId}`, publishId)
  mkdirSync(`${base}/m`, { recursive: true })
  const version = nextVersionName(now(), readdirSync(`${base}/m`).sort().at(-1) ?? null)
  if (existsSync(`${base}/m/${version}`)) throw new Error('taken')
  execFileSync('mv', [`${base}/${publishId}`, `${base}/m/${version}`])
  return { version, publishId }
}

const answer = (round) => process.on('message', async () => process.send(await round()))

const [mode, base, from] = process.argv.slice(2)
const modes = {
  publish: async () => console.log(`published ${(await publish(base)).version}`),
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
