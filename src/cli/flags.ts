import { availableParallelism } from 'node:os'
import { InvalidArgumentError, Option } from 'commander'
import { type Setting, settingRule } from '../config/setting.ts'
import { settingFromText } from '../config/setting-from-text.ts'
import { type SettingName, settings } from '../config/settings.ts'

/** Checks a whole number in a range; for commander, which puts the flag's name before the message. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}.`)
  }
}

/** Makes the flag of a declared setting; one that is on by default is turned off by `--no-{name}`. */
export function settingFlag(name: SettingName): Option {
  const setting: Setting = settings[name]
  if (setting.type === 'flag') return new Option(`--${setting.default ? 'no-' : ''}${name}`, setting.doc)
  const flag = new Option(`--${name} <${setting.placeholder}>`, setting.doc).argParser((text) => {
    const value = settingFromText(setting, text)
    if (value === null) throw new InvalidArgumentError(`must be ${settingRule(setting)}.`)
    return value
  })
  return setting.default === undefined ? flag : flag.default(setting.default)
}

/** The flags that several verbs share; each verb takes those that it knows. */
export const flags = {
  data: () => settingFlag('data'),
  models: () => settingFlag('models'),
  sensorsTable: () => settingFlag('sensors-table'),
  startDate: () => settingFlag('start-date'),
  endDate: () => settingFlag('end-date'),
  timezone: () => settingFlag('timezone'),
  split: () => settingFlag('split'),
  testRatio: () => settingFlag('test-ratio'),
  purge: () => settingFlag('purge'),
  nulls: () => settingFlag('nulls'),
  folds: () => settingFlag('folds'),
  seed: () => settingFlag('seed'),
  threads: () => settingFlag('threads').default(availableParallelism(), 'all cores'),
  memory: () => settingFlag('memory'),
  sensors: () => settingFlag('sensors'),
  days: () => settingFlag('days'),
  work: () => settingFlag('work'),
  cacheSize: () => settingFlag('cache-size'),
  select: () => settingFlag('select'),
  timeLimit: () => settingFlag('time-limit'),
  resume: () => new Option('--resume', 'go on with the search that a run of the same config left unfinished'),
  profile: () => settingFlag('profile'),
  json: () => settingFlag('json'),
  quiet: () => settingFlag('quiet'),
  config: () => new Option('--config <file>', 'settings and parameters of models, YAML or JSON'),
  set: () =>
    new Option(
      '--set <path=value>',
      'one setting or parameter, for instance random_forest.maxDepth=8',
    ).argParser((text: string, before: readonly string[] = []) => [...before, text]),
} as const
