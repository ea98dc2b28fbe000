import type { learnerParams } from '../learn/learner-params.ts'
import type { Params } from '../model/params.ts'
import type { SettingValue } from './setting.ts'

/** Values to try by parameter. */
export type Grid = Readonly<Record<string, readonly (number | string | boolean)[]>>

/** What a config says by model. */
type ByModel<T> = Readonly<Partial<Record<keyof typeof learnerParams, T>>>

/** Checked values from one place: a file, the environment, or `--set`. */
export interface Config {
  /** By the long names of their flags. */
  readonly settings: ReadonlyMap<string, SettingValue>
  readonly params: ByModel<Params>
  readonly grids: ByModel<Grid>
}
