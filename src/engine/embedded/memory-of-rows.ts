import { strideOf } from '../../learn/kernel/row-shape.ts'

/** Size of the data of a run. */
export interface DataSize {
  readonly rows: number
  /** Numeric and categorical features. */
  readonly numeric: number
  readonly categorical: number
}

const BYTES = { double: 8, process: 280e6 } as const
/** What is loaded beside the features: sensor, instant, target, two hashes and a position. */
const COLUMNS_BESIDE = 6
/** The two buffers in which a thread moves the rows of its bag, by the size of the binned rows. */
const SHARE_OF_BUFFERS = 2.3

/**
 * Estimates the most memory, in bytes, that a run needs before its first tree: the process with its libraries, the table
 * twice (while it loads), prepared rows as doubles and codes, the binned rows once, and their copies by thread.
 *
 * Peaks of METR-LA (0.42 M rows) and Aarhus (3.5 M) were measured beside it; see bench/RESULTS.md.
 */
export function memoryOfRows({ rows, numeric, categorical }: DataSize, threads: number): number {
  const table = 2 * (numeric + categorical + COLUMNS_BESIDE) * BYTES.double
  const prepared = numeric * BYTES.double + categorical + 2 * BYTES.double
  // bundles of features make rows shorter, by how much is not known before they are binned
  const binned = strideOf(numeric + categorical, BYTES.double) * (1 + SHARE_OF_BUFFERS * threads)
  return BYTES.process + rows * (table + prepared + binned)
}
