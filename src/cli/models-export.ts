import type { Command } from 'commander'
import { Option } from 'commander'
import { formatBytes } from '../format-bytes.ts'
import { runVerb } from './run-verb.ts'
import { chooseVersion, type StoreFlags, storeCommand } from './store-command.ts'

interface ExportFlags extends StoreFlags {
  readonly out: string
}

/** `freeflow models export`: a version outside of its store. */
export function exportCommand(): Command {
  const example = 'export random_forest --models hdfs://namenode:9000/models --out ./random_forest'
  return storeCommand('export', 'copy a version to a directory, compared byte by byte', example)
    .argument('<name>', 'name of a model, or a version directory')
    .argument('[version]', 'version of the named model (default: the latest)')
    .addOption(
      new Option('--out <uri>', 'directory to write; must not exist, or be empty').makeOptionMandatory(),
    )
    .action((name: string, version: string | undefined, given: ExportFlags) =>
      runVerb(given, async (host) => {
        const { exportVersion } = await import('../jobs/export-version.ts')
        const found = await chooseVersion(name, version, given, host)
        const { allowUnverified = false, out } = given
        const { path, numFiles, sizeBytes } = await exportVersion(
          { version: found, out, allowUnverified },
          host.hdfs,
        )
        const { model, directory } = found
        const document = {
          model,
          version: found.version,
          from: directory,
          path,
          files: numFiles,
          bytes: sizeBytes,
        }
        if (given.json === true) host.printJson(document)
        else
          process.stdout.write(
            `${model}/${found.version} is copied to ${path}: ${numFiles} files, ${formatBytes(sizeBytes)}\n`,
          )
      }),
    )
}
