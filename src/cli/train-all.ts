import { Command, InvalidArgumentError, Option } from 'commander'
import type { ModelName } from '../jobs/presets.ts'
import type { SplitKind } from '../traffic/split-rows.ts'
import { codeVersion } from './code-version.ts'
import { flags } from './flags.ts'
import { printJson, runVerb } from './run-verb.ts'

interface TrainAllFlags {
  readonly data?: string
  readonly models: string
  readonly sensorsTable?: string
  readonly startDate?: string
  readonly endDate?: string
  readonly timezone?: string
  readonly split: SplitKind
  readonly purge?: number
  readonly testRatio: number
  readonly folds: number
  readonly cv: boolean
  readonly tune: boolean
  readonly seed: number
  readonly threads: number
  readonly sensors: number
  readonly days: number
  readonly work: string
  readonly only?: readonly ModelName[]
  readonly enforceTargets?: boolean
  readonly failOnLeak?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

const names: readonly ModelName[] = ['linear_regression', 'random_forest', 'gradient_boosted_trees']

/** `freeflow train-all`: the main job. */
export function trainAllCommand(): Command {
  return new Command('train-all')
    .alias('train_all')
    .description('train linear regression, random forest and boosting, judge and publish them')
    .addOption(flags.data())
    .addOption(flags.models())
    .addOption(flags.sensorsTable())
    .addOption(new Option('--preset <name>', 'what to predict').choices(['nowcast']).default('nowcast'))
    .addOption(
      new Option('--only <models>', 'comma-separated names of the models to train').argParser(modelList),
    )
    .addOption(new Option('--no-tune', "the preset's fixed parameters, no search"))
    .addOption(new Option('--no-cv', 'no cross-validation, and so no search'))
    .addOption(flags.folds())
    .addOption(flags.split())
    .addOption(flags.purge())
    .addOption(flags.startDate())
    .addOption(flags.endDate())
    .addOption(flags.timezone())
    .addOption(flags.testRatio())
    .addOption(flags.seed())
    .addOption(flags.sensors())
    .addOption(flags.days())
    .addOption(flags.threads())
    .addOption(flags.work())
    .addOption(new Option('--enforce-targets', 'fail and publish nothing where a target is missed (exit 4)'))
    .addOption(
      new Option('--fail-on-leak', 'fail and publish nothing where features give the target away (exit 7)'),
    )
    .addOption(flags.json())
    .addOption(flags.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  freeflow train-all --data features/ --start-date 2012-03-02 --models ./models',
    )
    .action((given: TrainAllFlags) =>
      runVerb(given, async (host) => {
        const { trainAll } = await import('../jobs/train-all.ts')
        const { formatVerdict } = await import('../jobs/format-verdict.ts')
        const { enforceTargets = false, failOnLeak = false, cv, purge, ...rest } = given
        const folds = cv ? given.folds : 0
        const options = { ...rest, folds, purgeMinutes: purge, enforceTargets, failOnLeak }
        const { summary, refusal } = await trainAll({ ...options, codeVersion: await codeVersion() }, host)
        host.report.verdict(formatVerdict(summary))
        if (given.json === true) printJson(summary)
        if (refusal !== null) throw refusal
      }),
    )
}

function modelList(text: string): readonly ModelName[] {
  return text.split(',').map((given) => {
    const name = names.find((known) => known === given)
    if (name === undefined) throw new InvalidArgumentError(`${given} is none of ${names.join(', ')}.`)
    return name
  })
}
