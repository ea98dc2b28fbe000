import type { Command } from 'commander'
import type { ModelName } from '../jobs/presets.ts'
import { flags, settingFlag } from './flags.ts'
import { type ModelFlags, modelCommand } from './model-command.ts'
import { runTraining, type TrainFlags } from './run-training.ts'

/** `freeflow train`: one model at its parameters, judged and published. */
export function trainCommand(): Command {
  return modelCommand('train', 'train one model at its parameters, judge and publish it')
    .addOption(flags.models())
    .addOption(settingFlag('enforce-targets'))
    .addOption(settingFlag('fail-on-leak'))
    .action((model: ModelName, given: ModelFlags & TrainFlags) =>
      runTraining({ ...given, only: [model], tune: false, cv: false, sharesPreprocessing: false }),
    )
}
