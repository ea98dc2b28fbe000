import { createHash } from 'node:crypto'
import { FreeflowError } from '../errors.ts'
import type { HashPurpose } from '../table/row-hash.ts'
import type { Table } from '../table/table.ts'
import { testStartMs } from './test-start.ts'

/** Rows to learn from and rows to be judged on, both ascending. */
export interface RowSplit {
  readonly train: Uint32Array
  readonly test: Uint32Array
}

/** How rows are told apart: by chance, by time, or by sensor. */
export type SplitKind = 'random' | 'temporal' | 'sensor'

/** How rows are split. */
export interface SplitOptions {
  readonly kind: SplitKind
  readonly seed: number
  /** Time between training and test rows that neither has, in ms; for `temporal` only. */
  readonly purgeMs: number
  /** IANA zone of the days. */
  readonly timezone: string
}

/** Rows of a table with what they are split by. */
export interface SplitRows {
  readonly table: Table
  /** The rows to split, ascending. */
  readonly rows: Uint32Array
  /** A number in [0, 1) for each row of the table, by purpose; for `random`. */
  readonly hashes: Readonly<Record<HashPurpose, Float64Array>>
}

/**
 * Keeps a share of the rows to judge models on.
 *
 * `random` takes rows whose hash is below the ratio. `sensor` takes whole sensors, by the hash
 * md5('{seed}/split/{sensor_id}'). `temporal` takes the last local days, and leaves out the rows within the
 * purge before them, whose windows reach into the test.
 *
 * @throws FreeflowError `data` where fewer than 2 rows are left to train or none to test.
 */
export function splitRows(source: SplitRows, testRatio: number, options: SplitOptions): RowSplit {
  const { rows } = source
  if (options.kind === 'temporal') return checked(splitByTime(source, testRatio, options))
  const hashOf = rowHash(source, 'split', options)
  return checked({
    train: rows.filter((row) => hashOf(row) >= testRatio),
    test: rows.filter((row) => hashOf(row) < testRatio),
  })
}

/**
 * Cuts rows into folds, each to be judged on once by a model that learnt from the others.
 *
 * `random` and `sensor` go by floor(hash * numFolds). `temporal` cuts the time into equal blocks, and leaves
 * out of training the rows within the purge before and after the block.
 *
 * @param source.rows  The training rows.
 * @returns numFolds splits.
 * @throws FreeflowError `data` where a fold has too few rows.
 */
export function foldRows(source: SplitRows, numFolds: number, options: SplitOptions): RowSplit[] {
  const folds = Array.from({ length: numFolds }, (_, fold) => fold)
  if (options.kind === 'temporal')
    return folds.map((fold) => checked(foldByTime(source, fold, numFolds, options)))
  const hashOf = rowHash(source, 'fold', options)
  const foldOf = (row: number) => Math.floor(hashOf(row) * numFolds)
  return folds.map((fold) =>
    checked({
      train: source.rows.filter((row) => foldOf(row) !== fold),
      test: source.rows.filter((row) => foldOf(row) === fold),
    }),
  )
}

function splitByTime(source: SplitRows, testRatio: number, options: SplitOptions): RowSplit {
  const instants = instantsOf(source.table)
  const [startMs, endMs] = spanOf(instants, source.rows)
  const cutMs = testStartMs({ startMs, endMs, timezone: options.timezone, testRatio })
  return {
    train: source.rows.filter((row) => instants[row] < cutMs - options.purgeMs),
    test: source.rows.filter((row) => instants[row] >= cutMs),
  }
}

function foldByTime(source: SplitRows, fold: number, numFolds: number, { purgeMs }: SplitOptions): RowSplit {
  const instants = instantsOf(source.table)
  const [startMs, lastMs] = spanOf(instants, source.rows)
  const spanMs = lastMs - startMs + 1
  const blockStart = startMs + (fold / numFolds) * spanMs
  const blockEnd = startMs + ((fold + 1) / numFolds) * spanMs
  return {
    train: source.rows.filter(
      (row) => instants[row] < blockStart - purgeMs || instants[row] >= blockEnd + purgeMs,
    ),
    test: source.rows.filter((row) => instants[row] >= blockStart && instants[row] < blockEnd),
  }
}

/** Gives the function from row to its number in [0, 1): the row's own, or that of its sensor. */
function rowHash(
  { table, hashes }: SplitRows,
  purpose: HashPurpose,
  options: SplitOptions,
): (row: number) => number {
  if (options.kind === 'random') return (row) => hashes[purpose][row]
  const sensors = table.columns.get('sensor_id')
  if (sensors?.kind !== 'string') throw new FreeflowError('data', 'column sensor_id: expected strings')
  const hashByCode = sensors.dictionary.map((sensor) => {
    const hex = createHash('md5').update(`${options.seed}/${purpose}/${sensor}`).digest('hex')
    return Number.parseInt(hex.slice(0, 13), 16) / 2 ** 52
  })
  return (row) => hashByCode[sensors.codes[row]]
}

function instantsOf(table: Table): Float64Array {
  const column = table.columns.get('timestamp')
  if (column?.kind !== 'instant') throw new FreeflowError('data', 'column timestamp: expected instants')
  return column.epochMs
}

function spanOf(instants: Float64Array, rows: Uint32Array): [startMs: number, endMs: number] {
  let startMs = Number.POSITIVE_INFINITY
  let endMs = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    startMs = Math.min(startMs, instants[row])
    endMs = Math.max(endMs, instants[row])
  }
  return [startMs, endMs]
}

function checked(split: RowSplit): RowSplit {
  checkSplitSizes(split.train.length, split.test.length)
  return split
}

/** @throws FreeflowError `data` where fewer than 2 rows are left to train or none to test. */
export function checkSplitSizes(numTrain: number, numTest: number): void {
  if (numTrain >= 2 && numTest >= 1) return
  const counts = `${numTrain} rows to train and ${numTest} to test`
  throw new FreeflowError('data', `at least 2 rows to train and 1 to test are needed, there are ${counts}`, {
    hint: 'give more rows or sensors, fewer folds, a shorter purge, or another --split',
  })
}
