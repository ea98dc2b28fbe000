import type { RandomStream } from '../../random.ts'
import type { Peaks } from './corridors.ts'
import type { Road } from './road.ts'

/** When a step of 5 minutes begins. */
export interface StepTime {
  /** Minutes since local midnight, 0 to 1439. */
  readonly minute: number
  /** Days since the first day, a Monday. */
  readonly day: number
}

/** Deviation between the days of one road, as a share of the demand. */
const DAY_SPREAD = 0.04
/** The demand of a ramp keeps this share of its departure from one step to the next, and gets this new one. */
const RAMP_MEMORY = 0.7
const RAMP_SPREAD = 0.085

/**
 * Draws the demand of a road by step, as a share of its full demand, 0 to about 1.1.
 *
 * Workdays rise to a morning and an evening peak and stay high between; Saturday, and less so Sunday, has one
 * broad hump in the afternoon. No day is quite like another.
 */
export function drawShares(times: readonly StepTime[], peaks: Peaks, random: RandomStream): Float64Array {
  let day = -1
  let level = 1
  return Float64Array.from(times, (time) => {
    if (time.day !== day) level = 1 + DAY_SPREAD * random.normal()
    day = time.day
    return level * usualShare(time, peaks)
  })
}

/**
 * Draws the flow that wants to enter each cell of a road, vehicles per hour and lane, [numSteps, numCells],
 * row-major: the road's own by the share of the step; ramps waver around it for a quarter of an hour or so, by
 * some 12 %, and the road before, which many ramps feed, by a third of that.
 *
 * @param shares  Of `drawShares`, [numSteps].
 */
export function drawDemand(road: Road, shares: Float64Array, random: RandomStream): Float64Array {
  const numCells = road.entryFlow.length
  const demand = new Float64Array(shares.length * numCells)
  const departure = new Float64Array(numCells)
  for (let step = 0; step < shares.length; step++) {
    for (let cell = 0; cell < numCells; cell++) {
      if (road.entryFlow[cell] === 0) continue
      departure[cell] = RAMP_MEMORY * departure[cell] + RAMP_SPREAD * random.normal()
      const factor = 1 + (cell === 0 ? departure[cell] / 3 : departure[cell])
      demand[step * numCells + cell] = road.entryFlow[cell] * shares[step] * Math.max(0, factor)
    }
  }
  return demand
}

function usualShare({ minute, day }: StepTime, peaks: Peaks): number {
  const hour = minute / 60
  if (day % 7 === 5) return 0.12 + 0.75 * bell(hour, 14.5, 4.5)
  if (day % 7 === 6) return 0.1 + 0.74 * bell(hour, 15, 4.5)
  const morning = peaks.morning * bell(hour, 7.6, 2)
  const evening = 0.97 * peaks.evening * bell(hour, 16.6, 2.6)
  const daytime = 0.77 * bell(hour, 12.6, 4.5)
  return 0.08 + 0.92 * Math.max(morning, evening, daytime)
}

/** Is 1 at `center` and 0.6 `width` hours from it. */
function bell(hour: number, center: number, width: number): number {
  return Math.exp(-0.5 * ((hour - center) / width) ** 2)
}
