import type { Config, Grid } from '../config/config.ts'
import type { Setting } from '../config/setting.ts'
import { settings } from '../config/settings.ts'
import { learnerParams } from '../learn/learner-params.ts'
import { checkParams } from '../learn/params.ts'
import type { Params } from '../model/params.ts'
import { type ModelName, modelNames, type Preset } from './presets.ts'

/** What a run may say of its models, over the preset. */
export interface ModelOptions {
  /** Where random numbers start in models that are given no seed of their own. */
  readonly seed: number
  readonly params?: Config['params'] | undefined
  /** False: parameters are taken as they are. */
  readonly tune: boolean
  /** Values to search, by model and parameter; without them those of the preset. */
  readonly grids?: Config['grids'] | undefined
}

/**
 * Gives every parameter of a model: as the run says, else as the preset, else by default.
 *
 * @throws FreeflowError `usage` for an unknown parameter or one out of bounds.
 */
export function effectiveParams(name: ModelName, preset: Preset, options: ModelOptions): Params {
  const declared = learnerParams[name]
  const seed = 'seed' in declared ? { seed: options.seed } : {}
  return checkParams(name, declared, { ...preset.params[name], ...seed, ...options.params?.[name] })
}

/**
 * Gives the values to search for a model: the run's own grid, else the preset's for a model that it tunes,
 * without the parameters to which the run gives a value; `null` where nothing is left to search.
 */
export function effectiveGrid(name: ModelName, preset: Preset, options: ModelOptions): Grid | null {
  if (!options.tune) return null
  const own = options.grids?.[name]
  if (own !== undefined) return own
  if (!preset.tuned.includes(name)) return null
  const given = options.params?.[name] ?? {}
  const open = Object.entries(preset.grids[name]).filter(([param]) => given[param] === undefined)
  return open.length === 0 ? null : Object.fromEntries(open)
}

/**
 * Gives the config that a run comes to: each setting that has a value and is no secret, and each model with all its parameters
 * and its grid. It is itself a config: a run with it as config file does the same.
 */
export function effectiveConfig(options: ModelOptions, preset: Preset): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown>(Object.entries(options))
  const given = Object.entries<Setting>(settings).flatMap(([name, setting]): [string, unknown][] => {
    const value = values.get(optionName(name))
    const isSecret = 'isSecret' in setting && setting.isSecret
    return value === undefined || isSecret ? [] : [[name, value]]
  })
  const models = modelNames.map((name) => {
    const grid = effectiveGrid(name, preset, options)
    return [name, { ...effectiveParams(name, preset, options), ...(grid === null ? {} : { grid }) }]
  })
  return Object.fromEntries([...given, ...models])
}

/** Gives the name of an option in programs: `test-ratio` is `testRatio`. */
function optionName(setting: string): string {
  return setting.replace(/-./g, (letters) => letters[1].toUpperCase())
}
