import type { Command, OptionValueSource } from 'commander'
import { z } from 'zod'
import type { Config } from '../config/config.ts'
import { configFromEnvironment } from '../config/config-from-environment.ts'
import { mergeConfigs } from '../config/merge-configs.ts'
import { FreeflowError } from '../errors.ts'

const invocation = z.object({ config: z.string().optional(), set: z.array(z.string()).optional() })
const nothing: Config = { settings: new Map(), params: {}, grids: {} }

/**
 * Gives the options of a verb their values from `--set`, from the environment and from its config file.
 *
 * `--set` goes over everything, then come flags, environment, file, and the default. Settings that the verb
 * does not have are ignored in environment and file, which several verbs share. Parameters and grids of
 * models become the options `params` and `grids`.
 *
 * @throws FreeflowError `usage` for what the file, a variable or `--set` may not say.
 */
export async function applyConfig(command: Command, environment: NodeJS.ProcessEnv): Promise<void> {
  const { config, set } = invocation.parse(command.opts())
  const file = config === undefined ? nothing : await fileConfig(config)
  const assigned = set === undefined ? nothing : await assignedConfig(set)
  for (const name of assigned.settings.keys()) {
    if (optionOf(command, name) === undefined)
      throw new FreeflowError('usage', `--set: ${command.name()} has no setting ${name}`)
  }
  setOptions(command, file, 'config')
  setOptions(command, configFromEnvironment(environment), 'env')
  setOptions(command, assigned, 'cli')
  const { params, grids } = mergeConfigs(file, assigned)
  command.setOptionValueWithSource('params', params, 'config')
  command.setOptionValueWithSource('grids', grids, 'config')
}

async function fileConfig(path: string): Promise<Config> {
  const { readConfigFile } = await import('../config/read-config-file.ts')
  return readConfigFile(path)
}

async function assignedConfig(assignments: readonly string[]): Promise<Config> {
  const { configFromAssignments } = await import('../config/config-from-assignments.ts')
  return configFromAssignments(assignments)
}

/** Sets those options that no flag has set; `--set` counts as a flag, and as the later one. */
function setOptions(command: Command, { settings }: Config, source: OptionValueSource): void {
  for (const [name, value] of settings) {
    const key = optionOf(command, name)?.attributeName()
    if (key === undefined) continue
    if (source === 'cli' || command.getOptionValueSource(key) !== 'cli')
      command.setOptionValueWithSource(key, value, source)
  }
}

function optionOf(command: Command, name: string) {
  return command.options.find(({ long }) => long === `--${name}` || long === `--no-${name}`)
}
