import { type Command, InvalidArgumentError, Option } from 'commander'
import type { SettingName } from '../config/settings.ts'
import type { EngineOptions } from '../engine/with-engine.ts'
import { FreeflowError } from '../errors.ts'
import { settingFlag } from './flags.ts'

/** What a verb that learns may be told of its engine. */
type EngineFlags = Omit<EngineOptions, 'codeVersion' | 'models' | 'work'>

const startFlags = ['master', 'driver-memory', 'executor-memory', 'total-executor-cores'] as const
const names: readonly SettingName[] = ['engine', 'remote', ...startFlags, 'parallelism']

/** Adds the flags of the engine to a verb that learns. */
export function addEngineFlags(command: Command): Command {
  const group = 'Options of Spark:'
  for (const name of names) command.addOption(settingFlag(name).helpGroup(group))
  const conf = new Option('--conf <key=value>', 'a setting of Spark; may be given several times').argParser(
    addSetting,
  )
  return command.addOption(conf.helpGroup(group))
}

/**
 * Gives the options of the engine, with what the environment says of Spark where no flag does.
 *
 * @throws FreeflowError `usage` where flags of Spark are given to another engine, or contradict each other.
 */
export function engineOptionsFromFlags(
  given: EngineFlags,
  environment: NodeJS.ProcessEnv,
): Pick<EngineFlags, 'remote' | 'sparkHome'> {
  const { engine, remote, master, driverMemory, executorMemory, totalExecutorCores, conf } = given
  const starting = { master, driverMemory, executorMemory, totalExecutorCores }
  const isStarted = Object.values(starting).some((value) => value !== undefined)
  if (engine !== 'spark' && (remote !== undefined || isStarted || conf !== undefined))
    throw new FreeflowError('usage', 'the options of Spark need --engine spark', {
      hint: 'add --engine spark, or leave them out',
    })
  if (remote !== undefined && isStarted)
    throw new FreeflowError(
      'usage',
      '--remote names a server that runs, so --master and its like have no use',
      {
        hint: 'give one or the other',
      },
    )
  const { SPARK_REMOTE, SPARK_HOME } = environment
  const server = remote ?? (isStarted ? undefined : SPARK_REMOTE)
  return {
    ...(server === undefined ? {} : { remote: server }),
    ...(SPARK_HOME === undefined ? {} : { sparkHome: SPARK_HOME }),
  }
}

function addSetting(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, key, value] = /^(spark\.[^=\s]+)=(.*)$/s.exec(text) ?? []
  if (key === undefined) throw new InvalidArgumentError('must be spark.key=value.')
  return { ...before, [key]: value }
}
