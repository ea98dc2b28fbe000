import { Command } from 'commander'
import { FreeflowError } from '../errors.ts'
import { readDocument } from '../store/document.ts'
import { latestVersion } from '../store/latest-version.ts'
import { listModels, listVersions } from '../store/list-versions.ts'
import { openStore, type StoredVersion } from '../store/store.ts'
import { verifyVersion } from '../store/verify-version.ts'
import { diffCommand } from './models-diff.ts'
import { exportCommand } from './models-export.ts'
import { gcCommand } from './models-gc.ts'
import { retractCommand } from './models-retract.ts'
import { runVerb } from './run-verb.ts'
import { chooseVersion, type StoreFlags, storeCommand } from './store-command.ts'

/** `freeflow models`: what the store holds. */
export function modelsCommand(): Command {
  return new Command('models')
    .description('look at the versions in a store, compare them, copy or retract one, clear up')
    .addCommand(listCommand())
    .addCommand(latestCommand())
    .addCommand(showCommand())
    .addCommand(verifyCommand())
    .addCommand(diffCommand())
    .addCommand(exportCommand())
    .addCommand(retractCommand())
    .addCommand(gcCommand())
}

function listCommand(): Command {
  return storeCommand('list', 'list all models and versions', 'list --models ./models').action(
    (given: StoreFlags) =>
      runVerb(given, async (host) => {
        const store = await openStore(given.models, host.hdfs)
        const rows = []
        for (const model of await listModels(store)) {
          for (const version of await listVersions(store, model)) {
            const { r2, rmse } = await metricsOf(version)
            rows.push({
              model,
              version: version.version,
              state: version.state,
              r2,
              rmse,
              path: version.directory,
            })
          }
        }
        if (given.json === true) host.printJson(rows)
        else for (const row of rows) process.stdout.write(`${formatRow(row)}\n`)
        if (rows.length === 0) host.report.warn(`no versions in ${given.models}`)
      }),
  )
}

function latestCommand(): Command {
  return storeCommand('latest', 'print the newest whole version of a model', 'latest random_forest')
    .argument('<name>', 'name of the model')
    .action((name: string, given: StoreFlags) =>
      runVerb(given, async (host) => {
        const store = await openStore(given.models, host.hdfs)
        const options = { allowUnverified: given.allowUnverified === true, warn: host.report.warn }
        const found = await latestVersion(store, name, options)
        const { model, version, directory: path, uri } = found
        if (given.json === true) host.printJson({ model, version, path, uri })
        else process.stdout.write(`${found.directory}\n`)
      }),
    )
}

function showCommand(): Command {
  return storeCommand('show', 'print the metadata of a version', 'show random_forest')
    .argument('<name>', 'name of a model, or a version directory')
    .argument('[version]', 'version of the named model')
    .action((name: string, version: string | undefined, given: StoreFlags) =>
      runVerb(given, async (host) => {
        host.printJson(await readDocument(await chooseVersion(name, version, given, host), 'metadata.json'))
      }),
    )
}

function verifyCommand(): Command {
  return storeCommand('verify', 'compare every byte of a version with its manifest', 'verify random_forest')
    .argument('<name>', 'name of a model, or a version directory')
    .argument('[version]', 'version of the named model')
    .action((name: string, version: string | undefined, given: StoreFlags) =>
      runVerb(given, async (host) => {
        const found = await chooseVersion(name, version, given, host)
        const findings = await verifyVersion(found)
        if (given.json === true)
          host.printJson({ path: found.directory, whole: findings.length === 0, findings })
        if (findings.length > 0) {
          const list = findings.map(({ file, problem }) => `${file} ${problem}`).join('; ')
          throw new FreeflowError('data', `${found.directory}: ${list}`)
        }
        if (given.json !== true) process.stdout.write(`${found.directory}: whole\n`)
      }),
    )
}

/** Gives r2 and rmse of a version, `null` where its metadata do not say. */
async function metricsOf(version: StoredVersion): Promise<{ r2: number | null; rmse: number | null }> {
  const metadata = await readDocument(version, 'metadata.json').catch(() => null)
  const metrics = Object(Object(metadata).metrics)
  const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)
  return { r2: numberOf(metrics.r2), rmse: numberOf(metrics.rmse) }
}

function formatRow(row: {
  model: string
  version: string
  state: string
  r2: number | null
  rmse: number | null
}): string {
  const r2 = row.r2 === null ? '-' : row.r2.toFixed(6)
  const rmse = row.rmse === null ? '-' : row.rmse.toFixed(4)
  return `${row.model.padEnd(24)} ${row.version}  ${row.state.padEnd(10)} R² ${r2}  RMSE ${rmse}`
}
