import type { Binning } from '../bins/bins.ts'
import type { Split } from './kernel.ts'

/** Which rows a split sends left, as the compiled code asks: those with a bin in [low, low + span], or the others. */
export interface SplitRange {
  readonly feature: number
  readonly low: number
  readonly span: number
  /** 0: rows in range go left; 1: the others do. */
  readonly outside: 0 | 1
}

/** Gives the bins that a split asks for. */
export function rangeOfSplit(binning: Binning, { feature, bin }: Pick<Split, 'feature' | 'bin'>): SplitRange {
  return binning[feature].kind === 'one-hot'
    ? { feature, low: bin, span: 0, outside: 1 }
    : { feature, low: 0, span: bin, outside: 0 }
}
