import type { RandomStream } from '../../random.ts'
import { CELL_MILES } from './road.ts'

/** Something that blocks a part of a road for a time. */
export interface Incident {
  /** Over the end of this cell less traffic gets through. */
  readonly cell: number
  /** Steps of 5 minutes, end exclusive; may lie beyond the last step. */
  readonly start: number
  readonly end: number
  /** Share of the capacity that is left, 0 to 1. */
  readonly capacityLeft: number
}

/** Incidents per mile and hour at full demand. */
const INCIDENT_RATE = 0.012
/** Median of 6 steps; two of three lie within a factor of 2. */
const MEDIAN_STEPS = 6
const LENGTH_SPREAD = 0.7
/** Of 20 incidents 11 lie on the shoulder, 7 block one lane of four and 2 block two. */
const severities = [
  { outOf20: 11, capacityLeft: 0.85 },
  { outOf20: 7, capacityLeft: 0.58 },
  { outOf20: 2, capacityLeft: 0.25 },
] as const

/**
 * Draws the incidents of a road, by start: the more traffic, the more of them, anywhere along it.
 *
 * @param shares  Demand by step as a share of the full demand, [numSteps].
 *
 * Source: Transportation Research Board, Highway Capacity Manual, 2000, exhibit 22-6 (capacity that is left).
 */
export function drawIncidents(numCells: number, shares: Float64Array, random: RandomStream): Incident[] {
  const incidents: Incident[] = []
  const ratePerStep = (INCIDENT_RATE * numCells * CELL_MILES) / 12
  for (let start = 0; start < shares.length; start++) {
    if (random.uniform() >= ratePerStep * shares[start]) continue
    const cell = Math.floor(random.uniform() * numCells)
    const numSteps = Math.ceil(MEDIAN_STEPS * Math.exp(LENGTH_SPREAD * random.normal()))
    incidents.push({ cell, start, end: start + numSteps, capacityLeft: drawCapacityLeft(random) })
  }
  return incidents
}

function drawCapacityLeft(random: RandomStream): number {
  const drawn = 20 * random.uniform()
  if (drawn < severities[0].outOf20) return severities[0].capacityLeft
  const isOneLane = drawn < severities[0].outOf20 + severities[1].outOf20
  return severities[isOneLane ? 1 : 2].capacityLeft
}
