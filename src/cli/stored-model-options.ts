import { type Command, Option } from 'commander'
import { flags } from './flags.ts'

/** The flags of a verb that applies a stored model to data. */
export interface StoredModelFlags {
  readonly data: string
  readonly models: string
  readonly sensorsTable?: string
  readonly startDate?: string
  readonly endDate?: string
  readonly timezone?: string
  readonly allowUnverified?: boolean
  readonly seed: number
  readonly threads: number
  readonly work: string
  readonly cacheSize: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Adds the argument and the flags of a verb that applies a stored model to data. */
export function withStoredModelOptions(command: Command): Command {
  return command
    .argument('<model>', 'name of a model (its latest version), NAME/VERSION, or a version directory')
    .addOption(flags.data().makeOptionMandatory())
    .addOption(flags.models())
    .addOption(flags.sensorsTable())
    .addOption(flags.startDate())
    .addOption(flags.endDate())
    .addOption(flags.timezone())
    .addOption(new Option('--allow-unverified', 'take a version without a manifest too'))
    .addOption(flags.seed())
    .addOption(flags.threads())
    .addOption(flags.work())
    .addOption(flags.cacheSize())
    .addOption(flags.json())
    .addOption(flags.quiet())
}
