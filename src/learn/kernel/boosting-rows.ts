import type { Binning } from '../bins/bins.ts'
import type { BundledRows } from '../bundles/bundles.ts'
import { type Range, rangeOf } from '../range.ts'
import { PAGE_BYTES } from '../room.ts'
import type { TrainingSet } from '../training-set.ts'
import { numBoostingPages } from './boosting-areas.ts'
import { type RowShape, shapeOf, strideOf, writeCodes } from './row-shape.ts'
import { MAX_MEMBERS, type TeamAreas, takeTeamAreas } from './team-areas.ts'
import { MAX_PACKED_ROWS, MAX_PAGES, plainRows, type TrainingRows } from './training-rows.ts'

/** Rows that carry what boosting leaves of their labels, for compiled kernels to move about. */
export interface MovingRows extends TrainingRows {
  readonly memory: WebAssembly.Memory
  /** What kernels share; `codes` is the first of its buffers. */
  readonly areas: TeamAreas
  /** Range of the labels. */
  readonly range: Range
}

/** The rows that boosting learns from; those that only the reference kernel can work on have their labels beside them. */
export type BoostingRows = MovingRows | (TrainingRows & { readonly memory: null; readonly targets: Targets })

type Targets = Pick<TrainingSet, 'labels' | 'rowIds'>

/** What decides how much room is needed. */
export interface BoostingNeed {
  /** How many kernels are wanted at a time; `maxKernels` says how many there is room for. */
  readonly numKernels: number
  readonly maxDepth: number
  readonly subsamplingRate: number
}

/** What is left of the label, f64, stands at the end of a row. */
const LEFT_BYTES = 8
/** What the row is drawn by, u32, stands before it, where trees draw rows. */
const ID_BYTES = 4

/** Makes room for rows that carry their labels, and for the kernels that will move them. */
export function allocateBoostingRows(
  binning: Binning,
  bundled: BundledRows,
  targets: Targets,
  need: BoostingNeed,
): BoostingRows {
  const { labels } = targets
  const { numRows, bundles, codes } = bundled
  const idBytes = need.subsamplingRate < 1 ? ID_BYTES : 0
  const stride = strideOf(codes.length, LEFT_BYTES + idBytes)
  const shape = shapeOf({ binning, bundles, numRows, stride })
  const kernelPages = numBoostingPages(shape, need.maxDepth)
  // what kernels share grows with their number, but so little that one kernel less makes room for it
  const wanted = Math.min(need.numKernels, MAX_MEMBERS)
  const { areas, numPages } = takeTeamAreas(shape, wanted, need.maxDepth)
  const maxKernels = Math.min(wanted, Math.floor((MAX_PAGES - numPages) / kernelPages))
  if (numRows > MAX_PACKED_ROWS || maxKernels < 1) return { ...plainRows(binning, bundled, 1), targets }
  const maximum = numPages + maxKernels * kernelPages
  const memory = new WebAssembly.Memory({ initial: numPages, maximum, shared: true })
  writeTails(memory, shape, targets, idBytes)
  const [first] = areas.buffers
  const out = new Uint8Array(memory.buffer, first, numRows * stride)
  writeCodes(codes, out, stride)
  return { numRows, binning, bundles, codes: out, stride, memory, maxKernels, areas, range: rangeOf(labels) }
}

function writeTails(
  { buffer }: WebAssembly.Memory,
  { numRows, stride }: RowShape,
  { labels, rowIds }: Targets,
  idBytes: number,
): void {
  const end = PAGE_BYTES + numRows * stride
  const lefts = new Float64Array(buffer, PAGE_BYTES, (numRows * stride) / 8)
  for (let row = 0, at = stride / 8 - 1; row < numRows; row++, at += stride / 8) lefts[at] = labels[row]
  if (idBytes === 0) return
  const words = new Uint32Array(buffer, 0, end / 4)
  const first = (PAGE_BYTES + stride - LEFT_BYTES - ID_BYTES) / 4
  for (let row = 0, at = first; row < numRows; row++, at += stride / 4) words[at] = rowIds[row]
}
