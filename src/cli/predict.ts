import { Command, Option } from 'commander'
import { runVerb } from './run-verb.ts'
import { type StoredModelFlags, withStoredModelOptions } from './stored-model-options.ts'

interface PredictFlags extends StoredModelFlags {
  readonly out: string
}

/** `freeflow predict`: predictions of a stored model for the rows of a file. */
export function predictCommand(): Command {
  return withStoredModelOptions(new Command('predict'))
    .description('predict the rows of a feature table, or of readings, with a stored model')
    .addOption(
      new Option(
        '--out <uri>',
        'predictions (and intervals of forecasts), .parquet or .csv',
      ).makeOptionMandatory(),
    )
    .addHelpText(
      'after',
      '\nExample:\n  freeflow predict random_forest --data features/ --out predictions.csv',
    )
    .action((reference: string, given: PredictFlags) =>
      runVerb(given, async (host) => {
        const { predictFile } = await import('../jobs/predict-file.ts')
        const summary = await predictFile({ ...given, reference }, host)
        if (given.json === true) host.printJson({ schema_version: 1, ...summary })
      }),
    )
}
