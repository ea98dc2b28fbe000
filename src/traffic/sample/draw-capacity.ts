import type { RandomStream } from '../../random.ts'
import type { Incident } from './draw-incidents.ts'
import type { Road } from './road.ts'

/** A capacity keeps this share of its departure from one step to the next, and gets this new one. */
const MEMORY = 0.7
const SPREAD = 0.045

/**
 * Draws the largest flow over the end of each cell, vehicles per hour and lane, [numSteps, numCells], row-major:
 * the road's own, which wavers by some 6 % for a quarter of an hour or so, less what incidents take.
 *
 * Source: Brilon, Geistefeldt and Regler, Reliability of Freeway Traffic Flow, 2005 (capacity is random).
 */
export function drawCapacity(
  road: Road,
  numSteps: number,
  incidents: readonly Incident[],
  random: RandomStream,
): Float64Array {
  const numCells = road.capacity.length
  const capacity = new Float64Array(numSteps * numCells)
  const departure = new Float64Array(numCells)
  for (let at = 0; at < capacity.length; at += numCells) {
    for (let cell = 0; cell < numCells; cell++) {
      departure[cell] = MEMORY * departure[cell] + SPREAD * random.normal()
      capacity[at + cell] = road.capacity[cell] * (1 + departure[cell])
    }
  }
  for (const { cell, start, end, capacityLeft } of incidents) {
    for (let step = start; step < Math.min(end, numSteps); step++) {
      capacity[step * numCells + cell] *= capacityLeft
    }
  }
  return capacity
}
