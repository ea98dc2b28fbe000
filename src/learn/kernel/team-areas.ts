import { PAGE_BYTES, Room } from '../room.ts'
import { HISTOGRAM_BUNDLE_BYTES } from './kernel-areas.ts'
import type { RowShape } from './row-shape.ts'

/** Threads that may work on one tree. */
export const MAX_MEMBERS = 32
/** The barrier, a task counter, and a range for each thread, on cache lines of their own (assembly/team.ts). */
const TEAM_BYTES = (3 + MAX_MEMBERS) * 64
/** A split, with a number for each thread (assembly/found-split.ts). */
const FOUND_BYTES = 192

/** Addresses in bytes of what all kernels of boosting share, and how many levels of a tree they split together. */
export interface TeamAreas {
  /** Two buffers between which rows move; rows come in the first. */
  readonly buffers: readonly [number, number]
  /** What a team counts with; all 0 at first. */
  readonly team: number
  readonly numLevels: number
  /** Nodes of fewer rows are not split together. */
  readonly fewestRows: number
  /** The splits of a level. */
  readonly foundSplits: number
  /** Histograms of the zones of the top's nodes, those of the first thread first: [numKernels, zonesOfMember]. */
  readonly zones: number
  readonly zonesOfMember: number
}

/** A node of fewer rows is not worth the waiting. */
const FEWEST_ROWS = 4096
/** Subtrees of at most such a share of the rows for each thread, so that none is left with a large one at the end. */
const SHARES_OF_THREAD = 4
/** Zones of a thread for each share, as not all subtrees have a whole one. */
const ZONES_OF_SHARE = 4
/** Most zones of a thread, and so most subtrees of a tree. */
export const MAX_ZONES = 64

/** Takes the room of what kernels share. */
export function takeTeamAreas(
  shape: RowShape,
  numKernels: number,
  maxDepth: number,
): { areas: TeamAreas; numPages: number } {
  // the last level of splits moves no rows
  const numLevels = numKernels === 1 ? 0 : Math.max(0, maxDepth - 1)
  const numShares = SHARES_OF_THREAD * numKernels
  const fewestRows = Math.max(FEWEST_ROWS, Math.ceil(shape.numRows / numShares))
  // each split needs one more
  const zonesOfMember = Math.min(2 ** numLevels, ZONES_OF_SHARE * numShares, MAX_ZONES)
  const histogramBytes = shape.numBundles * HISTOGRAM_BUNDLE_BYTES
  const room = new Room(PAGE_BYTES)
  const bufferBytes = shape.numRows * shape.stride
  const areas = {
    buffers: [room.take(bufferBytes), room.take(bufferBytes)] as const,
    team: room.take(TEAM_BYTES),
    numLevels,
    fewestRows,
    foundSplits: room.take(zonesOfMember * FOUND_BYTES),
    zones: room.take(numKernels === 1 ? 0 : numKernels * zonesOfMember * histogramBytes),
    zonesOfMember,
  }
  return { areas, numPages: room.numPages }
}
