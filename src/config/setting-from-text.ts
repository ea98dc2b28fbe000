import type { Setting, SettingValue } from './setting.ts'
import { settingSchema } from './setting-schema.ts'

/**
 * Reads a setting as it is written after a flag or in an environment variable.
 *
 * Flags are true, false, 1 or 0; names are separated by commas.
 *
 * @returns The value, or `null` where the setting does not accept it.
 */
export function settingFromText(setting: Setting, text: string): SettingValue | null {
  const parsed = settingSchema(setting).safeParse(rawValue(setting, text))
  return parsed.success ? parsed.data : null
}

function rawValue(setting: Setting, text: string): unknown {
  switch (setting.type) {
    case 'int':
      return /^-?\d+$/.test(text) ? Number(text) : null
    case 'float':
      return text.trim() === '' ? null : Number(text)
    case 'flag':
      return /^(true|1)$/.test(text) ? true : /^(false|0)$/.test(text) ? false : null
    case 'names':
      return text.split(',')
    default:
      return text
  }
}
