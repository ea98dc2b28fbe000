import type { Worker } from 'node:worker_threads'
import type { FeatureMatrix } from '../model/feature-matrix.ts'
import { type BinnedColumn, binColumns, type ColumnTask, isShared } from './bins/bin-columns.ts'
import type { Binning } from './bins/bins.ts'
import { Bundler } from './bundles/bundler.ts'
import type { BundledRows } from './bundles/bundles.ts'
import { allocateBoostingRows, type BoostingNeed, type BoostingRows } from './kernel/boosting-rows.ts'
import { allocateRows, type TrainingRows } from './kernel/training-rows.ts'
import type { Profiler } from './profile.ts'
import type { TrainingSet } from './training-set.ts'
import type { TreeCrew } from './tree-crew.ts'
import type { ColumnReply, WorkerMessage } from './tree-worker.ts'

/** Who works on the rows. */
export interface BinningOptions {
  /** Those that will grow the trees, and help to cut features; `null` where this thread is alone. */
  readonly crew: TreeCrew | null
  /** Told what other threads take. */
  readonly profiler?: Profiler | undefined
}

/** Cuts the features of a matrix into bins fitted on it, in memory that workers share. */
export async function binMatrix(
  matrix: FeatureMatrix,
  maxBins: number,
  options: BinningOptions,
): Promise<TrainingRows> {
  const { binning, bundled } = await bundleMatrix(matrix, maxBins, options)
  return allocateRows(binning, bundled, numKernelsOf(options))
}

/** Does the same for boosting, whose rows carry their labels. */
export async function binForBoosting(
  training: TrainingSet,
  { maxBins, ...need }: Omit<BoostingNeed, 'numKernels'> & { readonly maxBins: number },
  options: BinningOptions,
): Promise<BoostingRows> {
  const { binning, bundled } = await bundleMatrix(training.matrix, maxBins, options)
  const numKernels = numKernelsOf(options)
  return allocateBoostingRows(binning, bundled, training, { ...need, numKernels })
}

function numKernelsOf({ crew }: BinningOptions): number {
  return crew?.numWorkers ?? 1
}

async function bundleMatrix(
  matrix: FeatureMatrix,
  maxBins: number,
  options: BinningOptions,
): Promise<{ readonly binning: Binning; readonly bundled: BundledRows }> {
  const columns = await cutFeatures(matrix, maxBins, options)
  const bundler = new Bundler(matrix.numRows)
  for (const { cut, bins } of columns) bundler.add(cut.numBins, bins)
  return { binning: columns.map(({ cut }) => cut), bundled: bundler.bundled() }
}

/** Cuts every feature, in the order of the features. */
async function cutFeatures(
  matrix: FeatureMatrix,
  maxBins: number,
  options: BinningOptions,
): Promise<BinnedColumn[]> {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const task: ColumnTask = { matrix, maxBins, next }
  const helpers = isShared(matrix) ? (options.crew?.helpers ?? []) : []
  for (const helper of helpers) helper.postMessage({ kind: 'columns', task } satisfies WorkerMessage)
  const columns = [...binColumns(task)]
  const numMissing = matrix.features.length - columns.length
  columns.push(...(await receiveColumns(helpers, numMissing, options)))
  // from here on one thread is enough, and the last worker can load
  options.crew?.all()
  return columns.sort((one, other) => one.feature - other.feature)
}

/** Waits for what other threads have cut; as this one was busy till now, none of their replies can have been missed. */
async function receiveColumns(
  helpers: readonly Worker[],
  numColumns: number,
  { profiler }: BinningOptions,
): Promise<BinnedColumn[]> {
  const columns: BinnedColumn[] = []
  if (numColumns === 0) return columns
  await new Promise<void>((resolve, reject) => {
    const receive = ({ column, seconds }: ColumnReply) => {
      profiler?.add('bins', { seconds, updates: 0 })
      columns.push(column)
      if (columns.length === numColumns) resolve()
    }
    for (const helper of helpers) helper.on('message', receive).on('error', reject)
  })
  // one that failed ends with all others, one that did not is listened to anew
  for (const helper of helpers) helper.removeAllListeners('message').removeAllListeners('error')
  return columns
}
