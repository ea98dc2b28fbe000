import { Command, Option } from 'commander'
import { flags } from './flags.ts'
import { printJson, runVerb } from './run-verb.ts'

interface PredictFlags {
  readonly data: string
  readonly models: string
  readonly out: string
  readonly sensorsTable?: string
  readonly startDate?: string
  readonly endDate?: string
  readonly timezone?: string
  readonly allowUnverified?: boolean
  readonly seed: number
  readonly threads: number
  readonly work: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `freeflow predict`: predictions of a stored model for the rows of a file. */
export function predictCommand(): Command {
  return new Command('predict')
    .description('predict the rows of a feature table, or of readings, with a stored model')
    .argument('<model>', 'name of a model (its latest version), NAME/VERSION, or a version directory')
    .addOption(flags.data().makeOptionMandatory())
    .addOption(new Option('--out <file>', 'predictions, .parquet or .csv').makeOptionMandatory())
    .addOption(flags.models())
    .addOption(flags.sensorsTable())
    .addOption(flags.startDate())
    .addOption(flags.endDate())
    .addOption(flags.timezone())
    .addOption(new Option('--allow-unverified', 'take a version without a manifest too'))
    .addOption(flags.seed())
    .addOption(flags.threads())
    .addOption(flags.work())
    .addOption(flags.json())
    .addOption(flags.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  freeflow predict random_forest --data features/ --out predictions.csv',
    )
    .action((reference: string, given: PredictFlags) =>
      runVerb(given, async (host) => {
        const { predictFile } = await import('../jobs/predict-file.ts')
        const summary = await predictFile({ ...given, reference }, host)
        if (given.json === true) printJson(summary)
      }),
    )
}
