import { HISTOGRAM_BUNDLE_BYTES, PAGE_BYTES, Room } from './kernel-areas.ts'
import type { RowShape } from './row-shape.ts'
import { TEAM_BYTES } from './team.ts'

/** Addresses in bytes of what all kernels of boosting share, and how many levels of a tree they split together. */
export interface TeamAreas {
  /** Two buffers between which rows move; rows come in the first. */
  readonly buffers: readonly [number, number]
  /** What a team counts with. */
  readonly team: number
  readonly numLevels: number
  /** Histograms of the top, one for each of its subtrees. */
  readonly histograms: number
  /** Histograms of the zones of these nodes, those of the first thread first: [numKernels, zonesOfMember]. */
  readonly zones: number
  readonly zonesOfMember: number
}

/** With more levels, subtrees are small; this many give 32. */
const MAX_LEVELS = 5

/** Takes the room of what kernels share. */
export function takeTeamAreas(
  shape: RowShape,
  numKernels: number,
  maxDepth: number,
): { areas: TeamAreas; numPages: number } {
  // about four subtrees for each thread, as some take longer; the last level of splits moves no rows
  const wanted = numKernels === 1 ? 0 : Math.ceil(Math.log2(numKernels)) + 2
  const numLevels = Math.max(0, Math.min(wanted, MAX_LEVELS, maxDepth - 1))
  const zonesOfMember = 2 ** numLevels
  const histogramBytes = shape.numBundles * HISTOGRAM_BUNDLE_BYTES
  const room = new Room(PAGE_BYTES)
  const bufferBytes = shape.numRows * shape.stride
  const areas = {
    buffers: [room.take(bufferBytes), room.take(bufferBytes)] as const,
    team: room.take(TEAM_BYTES),
    numLevels,
    histograms: room.take(numKernels === 1 ? 0 : zonesOfMember * histogramBytes),
    zones: room.take(numKernels === 1 ? 0 : numKernels * zonesOfMember * histogramBytes),
    zonesOfMember,
  }
  return { areas, numPages: room.numPages }
}
