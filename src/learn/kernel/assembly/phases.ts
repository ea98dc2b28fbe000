import { enter } from './hooks'
import { isProfiled } from './settings'

/** Places in `phases` of profile.ts. */
export const BAG: u32 = 1
export const HISTOGRAMS: u32 = 2
export const SPLITS: u32 = 3
export const MOVING: u32 = 4
export const LEAVES: u32 = 5
export const REST: u32 = 6

/** Says that a phase begins, to whoever times them. */
export function begin(phase: u32, updates: usize): void {
  if (isProfiled) enter(phase, <f64>updates)
}
