import { Command, Option } from 'commander'
import { flags } from './flags.ts'
import { runVerb } from './run-verb.ts'

interface FeaturesFlags {
  readonly data: string
  readonly out: string
  readonly sensorsTable?: string
  readonly timezone?: string
  readonly byRow?: boolean
  readonly fitUntil?: string
  readonly seed: number
  readonly threads: number
  readonly work: string
  readonly cacheSize: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `freeflow features`: readings to a feature table. */
export function featuresCommand(): Command {
  return new Command('features')
    .description('turn readings into the feature table, Parquet by day')
    .addOption(
      new Option('--data <uri>', 'readings: Parquet or CSV, a file or a directory').makeOptionMandatory(),
    )
    .addOption(
      new Option('--out <uri>', 'directory to write; must not exist, or be empty').makeOptionMandatory(),
    )
    .addOption(flags.sensorsTable())
    .addOption(flags.timezone())
    .addOption(new Option('--by-row', 'lags and windows count rows, whatever the clock says'))
    .addOption(
      new Option('--fit-until <instant>', 'measure free-flow speeds on readings before this instant'),
    )
    .addOption(flags.seed())
    .addOption(flags.threads())
    .addOption(flags.work())
    .addOption(flags.cacheSize())
    .addOption(flags.json())
    .addOption(flags.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  freeflow features --data readings.parquet --out features/ --timezone America/Los_Angeles',
    )
    .action((given: FeaturesFlags) =>
      runVerb(given, async (host) => {
        const { makeFeatures } = await import('../jobs/make-features.ts')
        const { byRow = false } = given
        const summary = await makeFeatures({ ...given, byRow }, host)
        if (given.json === true) host.printJson({ schema_version: 1, ...summary })
      }),
    )
}
