import { z } from 'zod'
import type { NumberParam, TextParam } from '../learn/params.ts'
import { type Setting, type SettingValue, settingRule } from './setting.ts'

/**
 * Makes the schema of a setting or of a learner's parameter: it accepts what the declaration says, describes
 * itself by its help, and its one message is "must be {rule}".
 */
export function settingSchema(setting: Setting | NumberParam | TextParam): z.ZodType<SettingValue> {
  const schema = plainSchema(setting, `must be ${settingRule(setting)}`)
  const description = descriptionOf(setting)
  return schema.meta({ description, ...(setting.default === undefined ? {} : { default: setting.default }) })
}

function plainSchema(setting: Setting | NumberParam | TextParam, error: string): z.ZodType<SettingValue> {
  switch (setting.type) {
    case 'flag':
      return z.boolean({ error })
    case 'choice':
      return z.enum(setting.choices, { error })
    case 'names':
      return z.array(z.enum(setting.choices, { error }), { error }).min(1, { error })
    case 'text':
      return textSchema(setting, error)
    default: {
      const { type, min, max } = setting
      const number = type === 'int' ? z.int({ error }) : z.number({ error })
      return number.min(min, { error }).max(max, { error })
    }
  }
}

function textSchema(setting: Extract<Setting, { type: 'text' }> | TextParam, error: string) {
  const text = z.string({ error })
  if (setting.pattern !== undefined) return text.regex(setting.pattern, { error })
  const normalise = 'normalise' in setting ? setting.normalise : undefined
  if (normalise === undefined) return text
  return text.transform((given, context) => {
    const value = normalise(given)
    if (value !== null) return value
    context.addIssue({ code: 'custom', message: error })
    return z.NEVER
  })
}

/** The help of a flag that is on by default says what turning it off means. */
function descriptionOf(setting: Setting | NumberParam | TextParam): string {
  return setting.type === 'flag' && setting.default ? `false: ${setting.doc}` : setting.doc
}
