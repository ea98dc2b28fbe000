import { Command, Option } from 'commander'
import { runVerb } from './run-verb.ts'
import { type StoredModelFlags, withStoredModelOptions } from './stored-model-options.ts'

interface EvaluateFlags extends StoredModelFlags {
  readonly out?: string
}

/** `freeflow evaluate`: metrics and slices of a stored model on data. */
export function evaluateCommand(): Command {
  return withStoredModelOptions(new Command('evaluate'))
    .description('measure a stored model on a feature table, or on readings: all rows, and slice by slice')
    .addOption(new Option('--out <uri>', 'also write the JSON document there; replaced if it is there'))
    .addHelpText(
      'after',
      '\nExample:\n  freeflow evaluate random_forest --data features/ --start-date 2012-03-06 --out evaluation.json',
    )
    .action((reference: string, given: EvaluateFlags) =>
      runVerb(given, async (host) => {
        const { evaluateModel } = await import('../jobs/evaluate-model.ts')
        const { formatEvaluation } = await import('../jobs/format-evaluation.ts')
        const { reportPath, writeReportFile } = await import('../jobs/write-report-file.ts')
        const { writeOutFile } = await import('../jobs/write-out-file.ts')
        const out = given.out === undefined ? null : await reportPath(given.out, host.hdfs)
        const evaluation = await evaluateModel({ ...given, reference }, host)
        host.report.verdict(formatEvaluation(evaluation))
        if (out !== null) await writeOutFile(out, host.hdfs, (path) => writeReportFile(path, evaluation))
        if (out !== null) host.report.info(`Wrote ${out}`)
        if (given.json === true) host.printJson(evaluation)
      }),
    )
}
