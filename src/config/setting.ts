import { type NumberParam, paramRule, type TextParam } from '../learn/params.ts'

interface NumberSetting extends Omit<NumberParam, 'default'> {
  /** Where there is one on every machine. */
  readonly default?: number
  readonly placeholder: string
}

interface TextSetting extends Omit<TextParam, 'default' | 'pattern'> {
  readonly default?: string
  readonly pattern?: RegExp
  /** Gives the text as it is used, `null` where it is not accepted; for what a pattern cannot say. */
  readonly normalise?: (text: string) => string | null
  /** Stands for the value in help: `--name <placeholder>`. */
  readonly placeholder: string
  /** Whether a value may hold a password or a token, and so is kept nowhere. */
  readonly isSecret?: boolean
}

interface ChoiceSetting {
  /** One of the choices, or a list of some of them (comma-separated on the command line). */
  readonly type: 'choice' | 'names'
  readonly choices: readonly [string, ...string[]]
  readonly default?: string
  readonly placeholder: string
  readonly doc: string
}

interface FlagSetting {
  readonly type: 'flag'
  /** A flag that is on by default is turned off by `--no-{name}`. */
  readonly default: boolean
  readonly doc: string
}

/** What a flag, an environment variable and a key of the config file share: type, default, bounds and help. */
export type Setting = NumberSetting | TextSetting | ChoiceSetting | FlagSetting

/** A value that a setting can have. */
export type SettingValue = number | string | boolean | readonly string[]

/** Says what a setting or a learner's parameter accepts, for messages that go "must be {rule}". */
export function settingRule(setting: Setting | NumberParam | TextParam): string {
  switch (setting.type) {
    case 'flag':
      return 'true or false'
    case 'choice':
      return `one of ${setting.choices.join(', ')}`
    case 'names':
      return `a list of names among ${setting.choices.join(', ')}`
    default:
      return paramRule(setting)
  }
}
