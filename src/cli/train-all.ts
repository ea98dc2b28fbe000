import { Command, Option } from 'commander'
import type { Config } from '../config/config.ts'
import type { ModelName } from '../jobs/presets.ts'
import type { TrainAllOptions } from '../jobs/train-all.ts'
import { codeVersion } from './code-version.ts'
import { flags, settingFlag } from './flags.ts'
import { printJson, runVerb, type VerbHost } from './run-verb.ts'

interface TrainAllFlags {
  readonly data?: string
  readonly models: string
  readonly sensorsTable?: string
  readonly startDate?: string
  readonly endDate?: string
  readonly timezone?: string
  readonly split: TrainAllOptions['split']
  readonly purge: string
  readonly testRatio: number
  readonly folds: number
  readonly cv: boolean
  readonly tune: boolean
  readonly seed: number
  readonly threads: number
  readonly sensors: number
  readonly days: number
  readonly work: string
  readonly preset: string
  readonly only?: readonly ModelName[]
  readonly dryRun?: boolean
  readonly params: Config['params']
  readonly grids: Config['grids']
  readonly enforceTargets?: boolean
  readonly failOnLeak?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

/** `freeflow train-all`: the main job. */
export function trainAllCommand(): Command {
  return new Command('train-all')
    .alias('train_all')
    .description('train linear regression, random forest and boosting, judge and publish them')
    .addOption(flags.data())
    .addOption(flags.models())
    .addOption(flags.sensorsTable())
    .addOption(flags.set())
    .addOption(new Option('--dry-run', 'say what would be done, and about how long; publish nothing'))
    .addOption(settingFlag('preset'))
    .addOption(settingFlag('only'))
    .addOption(settingFlag('tune'))
    .addOption(settingFlag('cv'))
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
    .addOption(settingFlag('enforce-targets'))
    .addOption(settingFlag('fail-on-leak'))
    .addOption(flags.json())
    .addOption(flags.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  freeflow train-all --data features/ --start-date 2012-03-02 --models ./models',
    )
    .action((given: TrainAllFlags) =>
      runVerb(given, async (host) => {
        const { enforceTargets = false, failOnLeak = false } = given
        const options = { ...given, enforceTargets, failOnLeak, codeVersion: await codeVersion() }
        if (given.dryRun === true) return planOnly(options, host)
        const { trainAll } = await import('../jobs/train-all.ts')
        const { formatVerdict } = await import('../jobs/format-verdict.ts')
        const { summary, refusal } = await trainAll(options, host)
        host.report.verdict(formatVerdict(summary))
        if (given.json === true) printJson(summary)
        if (refusal !== null) throw refusal
      }),
    )
}

async function planOnly(options: TrainAllOptions & { json?: boolean }, host: VerbHost): Promise<void> {
  const { dryRun } = await import('../jobs/dry-run.ts')
  const { formatPlan } = await import('../jobs/format-plan.ts')
  const plan = await dryRun(options, host)
  if (options.json === true) printJson(plan)
  else host.report.verdict(formatPlan(plan))
}
