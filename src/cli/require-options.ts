import type { Command, Option } from 'commander'

/**
 * Takes over commander's check of required options, which comes before a config file is read.
 *
 * @returns What to call once the options have all their values; it ends like commander where one has none.
 */
export function requireOptions(command: Command): () => void {
  const required = command.options.filter(({ mandatory }) => mandatory)
  for (const option of required) option.makeOptionMandatory(false)
  const isMissing = (option: Option) => command.getOptionValue(option.attributeName()) === undefined
  return () => {
    const missing = required.find(isMissing)
    if (missing === undefined) return
    command.error(`error: required option '${missing.flags}' not specified`, {
      code: 'commander.missingMandatoryOptionValue',
    })
  }
}
