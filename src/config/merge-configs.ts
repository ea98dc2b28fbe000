import type { Config } from './config.ts'

/** Puts one config over another: setting by setting, parameter by parameter, grid list by grid list. */
export function mergeConfigs(lower: Config, upper: Config): Config {
  return {
    settings: new Map([...lower.settings, ...upper.settings]),
    params: mergeByModel(lower.params, upper.params),
    grids: mergeByModel(lower.grids, upper.grids),
  }
}

function mergeByModel<T extends object>(
  lower: Readonly<Record<string, T>>,
  upper: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  const merged = Object.entries(upper).map(([name, own]) => [name, { ...lower[name], ...own }])
  return { ...lower, ...Object.fromEntries(merged) }
}
