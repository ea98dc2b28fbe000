import { Command, Option } from 'commander'
import type { ModelName } from '../jobs/presets.ts'
import type { TrainAllOptions } from '../jobs/run.ts'
import { addEngineFlags } from './engine-flags.ts'
import { flags, settingFlag } from './flags.ts'
import type { ModelFlags } from './model-command.ts'
import { runTraining, type TrainFlags } from './run-training.ts'

interface TrainAllFlags extends ModelFlags, TrainFlags {
  readonly preset?: TrainAllOptions['preset']
  readonly only?: readonly ModelName[]
  readonly cv: boolean
  readonly tune: boolean
  readonly dryRun?: boolean
}

/** `freeflow train-all`: the main job. */
export function trainAllCommand(): Command {
  const command = new Command('train-all')
    .alias('train_all')
    .description('train linear regression, random forest and boosting, judge and publish them')
    .addOption(flags.data())
    .addOption(flags.models())
    .addOption(flags.sensorsTable())
    .addOption(flags.set())
    .addOption(new Option('--dry-run', 'say what would be done, and about how long; publish nothing'))
    .addOption(settingFlag('preset'))
    .addOption(settingFlag('horizon'))
    .addOption(settingFlag('graph'))
    .addOption(settingFlag('backtest'))
    .addOption(settingFlag('only'))
    .addOption(settingFlag('tune'))
    .addOption(settingFlag('cv'))
    .addOption(flags.folds())
    .addOption(flags.split())
    .addOption(flags.purge())
    .addOption(flags.nulls())
    .addOption(flags.startDate())
    .addOption(flags.endDate())
    .addOption(flags.timezone())
    .addOption(flags.testRatio())
    .addOption(flags.seed())
    .addOption(flags.sensors())
    .addOption(flags.days())
    .addOption(flags.threads())
    .addOption(flags.memory())
    .addOption(flags.select())
    .addOption(flags.timeLimit())
    .addOption(flags.resume())
    .addOption(flags.work())
    .addOption(flags.cacheSize())
    .addOption(settingFlag('enforce-targets'))
    .addOption(settingFlag('fail-on-leak'))
    .addOption(flags.profile())
    .addOption(flags.json())
    .addOption(flags.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  freeflow train-all --data features/ --start-date 2012-03-02 --models ./models',
    )
  return addEngineFlags(command).action((given: TrainAllFlags) =>
    runTraining({ ...given, split: splitOf(given, command), sharesPreprocessing: true }),
  )
}

/** Gives the split that was asked for, else that of the preset. */
function splitOf({ preset, split }: TrainAllFlags, command: Command): TrainAllFlags['split'] {
  const isForecast = preset === 'forecast' && command.getOptionValueSource('split') === 'default'
  return isForecast ? 'temporal' : split
}
