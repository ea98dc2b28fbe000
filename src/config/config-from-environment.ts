import { FreeflowError } from '../errors.ts'
import type { Config } from './config.ts'
import { type Setting, type SettingValue, settingRule } from './setting.ts'
import { settingFromText } from './setting-from-text.ts'
import { settings } from './settings.ts'

/** Settings that no variable sets: FREEFLOW_DATA says where the tests find data. */
const without = ['data']

/**
 * Reads the settings among the environment variables: `FREEFLOW_` and the flag's name, for instance
 * FREEFLOW_TEST_RATIO. Empty variables do not count; parameters of models have none.
 *
 * @throws FreeflowError `usage` that names variable, rule and value.
 */
export function configFromEnvironment(environment: NodeJS.ProcessEnv): Config {
  const values = new Map<string, SettingValue>()
  for (const [name, setting] of Object.entries<Setting>(settings)) {
    const variable = `FREEFLOW_${name.toUpperCase().replaceAll('-', '_')}`
    const text = environment[variable]
    if (text === undefined || text === '' || without.includes(name)) continue
    const value = settingFromText(setting, text)
    if (value === null)
      throw new FreeflowError('usage', `${variable} must be ${settingRule(setting)}, got ${text}`)
    values.set(name, value)
  }
  return { settings: values, params: {}, grids: {} }
}
