import type { RandomStream } from '../../random.ts'
import type { Corridor } from './corridors.ts'
import { lane, type Road } from './road.ts'

/** Cells from one interchange to the next. */
const INTERCHANGE_CELLS = 2
/** Cells from one bottleneck (a lane drop, a bend, a weave) to the next, on average. */
const BOTTLENECK_CELLS = 7

/**
 * Lays out the road of a corridor: an interchange each mile, and narrow places here and there.
 *
 * An interchange lets some 6 % of the traffic off and, one cell on, about as many on, so that at full demand the
 * flow is near the capacity all along, and above that of the narrow places: there queues begin.
 */
export function layRoad(corridor: Corridor, random: RandomStream): Road {
  const { numCells } = corridor
  const road: Road = {
    freeFlowMph: new Float64Array(numCells),
    capacity: new Float64Array(numCells),
    exitShare: new Float64Array(numCells),
    entryFlow: new Float64Array(numCells),
  }
  const fullFlow = lane.capacity * (0.965 + 0.06 * random.uniform())
  road.entryFlow[0] = fullFlow
  for (let cell = 0; cell < numCells; cell++) {
    road.freeFlowMph[cell] = corridor.freeFlowMph * (1 + 0.04 * random.normal())
    const isNarrow = random.uniform() < 1 / BOTTLENECK_CELLS
    road.capacity[cell] = lane.capacity * (isNarrow ? 0.83 + 0.12 * random.uniform() : 1)
    if (cell % INTERCHANGE_CELLS === 1 && cell + 1 < numCells) {
      road.exitShare[cell] = 0.04 + 0.05 * random.uniform()
      road.entryFlow[cell + 1] = fullFlow * road.exitShare[cell] * (0.6 + 0.8 * random.uniform())
    }
  }
  return road
}
