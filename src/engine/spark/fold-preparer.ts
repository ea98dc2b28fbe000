import type { SparkSession } from '../../spark/session.ts'

/** What is prepared of a fold, until it is let go of. */
interface Prepared {
  forget(): Promise<void>
}

/** What prepared rows of all folds come to. */
export interface FoldSizes {
  readonly numFolds: number
  /** Rows of both sides of a fold together. */
  readonly numRows: number
  readonly numSlots: number
}

/** The share of one executor's heap that folds may take for as long as a run lasts; the rows themselves are there too. */
const SHARE = 1 / 8

/**
 * Gives what prepares each fold once for all models of a run, where all folds together are small, and else anew each
 * time, so that one fold at a time is kept.
 *
 * @param prepare  What is kept of it is let go of with the session.
 */
export async function foldPreparer<Fold extends Prepared>(
  session: SparkSession,
  { numFolds, numRows, numSlots }: FoldSizes,
  prepare: (fold: number) => Promise<Fold>,
): Promise<(fold: number) => Promise<Fold>> {
  if (numFolds * numRows * numSlots * 8 > SHARE * (await heapBytes(session))) return prepare
  const known = new Map<number, Fold>()
  return async (fold) => {
    const prepared = known.get(fold) ?? { ...(await prepare(fold)), forget: async () => {} }
    known.set(fold, prepared)
    return prepared
  }
}

/** The heap of one executor, which is the driver where the master is local. */
async function heapBytes(session: SparkSession): Promise<number> {
  const keys = ['spark.master', 'spark.driver.memory', 'spark.executor.memory'] as const
  const { 'spark.master': master, ...memory } = await session.config(...keys)
  const text = memory[master?.startsWith('local') ? 'spark.driver.memory' : 'spark.executor.memory'] ?? '1g'
  const [, count, unit] = /^(\d+)([kmgt]?)b?$/i.exec(text) ?? []
  // as Spark reads it: without a unit they are MiB
  const exponent = { k: 1, m: 2, g: 3, t: 4 }[unit?.toLowerCase() ?? ''] ?? 2
  return Number(count ?? 0) * 1024 ** exponent
}
