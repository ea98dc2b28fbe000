import { randomStream } from '../../random.ts'
import type { Corridor } from './corridors.ts'
import { drawDemand, drawShares, type StepTime } from './demand.ts'
import { drawCapacity } from './draw-capacity.ts'
import { drawIncidents } from './draw-incidents.ts'
import { layRoad } from './lay-road.ts'
import { type RoadTraffic, simulateTraffic } from './simulate-traffic.ts'

/**
 * Draws the road of a corridor and what happens on it, and simulates its traffic. The first steps do not depend on
 * how many follow.
 *
 * @param keys  Of the random numbers: 32-bit integers, another list for each corridor and seed.
 */
export function drawTraffic(
  corridor: Corridor,
  times: readonly StepTime[],
  keys: readonly number[],
): RoadTraffic {
  const road = layRoad(corridor, randomStream(...keys, 0))
  const shares = drawShares(times, corridor.peaks, randomStream(...keys, 1))
  const demand = drawDemand(road, shares, randomStream(...keys, 2))
  const incidents = drawIncidents(corridor.numCells, shares, randomStream(...keys, 3))
  const capacity = drawCapacity(road, times.length, incidents, randomStream(...keys, 4))
  return simulateTraffic(road, { demand, capacity })
}
