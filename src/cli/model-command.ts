import { Argument, Command, InvalidArgumentError } from 'commander'
import type { Config } from '../config/config.ts'
import { type ModelName, modelNames } from '../jobs/presets.ts'
import type { SearchModelOptions } from '../jobs/search-model.ts'
import { addEngineFlags } from './engine-flags.ts'
import { flags } from './flags.ts'

/** Options that the verbs of one model share. */
export interface ModelFlags
  extends Omit<SearchModelOptions, 'model' | 'params' | 'grid' | 'codeVersion' | 'models'> {
  readonly params: Config['params']
  readonly grids: Config['grids']
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Starts a verb of one model: its argument, and the flags for the rows that it learns from. */
export function modelCommand(verb: string, description: string): Command {
  const command = new Command(verb)
    .description(description)
    .addArgument(new Argument('<model>', modelNames.join(', ')).argParser(modelName))
    .addOption(flags.data())
    .addOption(flags.sensorsTable())
    .addOption(flags.set())
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
    .addOption(flags.profile())
    .addOption(flags.json())
    .addOption(flags.quiet())
    .addHelpText('after', `\nExample:\n  freeflow ${verb} random_forest --data features/`)
  return addEngineFlags(command)
}

function modelName(text: string): ModelName {
  const name = modelNames.find((known) => known === text)
  if (name === undefined) throw new InvalidArgumentError(`must be one of ${modelNames.join(', ')}.`)
  return name
}
