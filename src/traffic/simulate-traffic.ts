import type { RandomStream } from '../random.ts'

/** When a step is. */
export interface StepTime {
  /** Minutes since local midnight, 0 to 1439. */
  readonly minute: number
  readonly isWeekend: boolean
}

/** What one detector reads, [steps] each. */
export interface SimulatedSeries {
  /** mph, multiples of 0.1, 3 to 80. */
  readonly speed: Float64Array
  /** Vehicles in 5 minutes over all lanes, whole. */
  readonly volume: Float64Array
  /** Percent of the time in which the detector is covered, multiples of 0.1, 0 to 100. */
  readonly occupancy: Float64Array
}

const LANES = 4
/** Vehicles per hour and lane. */
const CAPACITY = 2000
/** Vehicles per mile and lane when nothing moves. */
const JAM_DENSITY = 190
/** Queue, in critical densities, that one step adds if twice the capacity arrives. */
const QUEUE_PER_STEP = 0.3
/** Miles: a vehicle and the detector, 21 feet. */
const COVERED_LENGTH = 21 / 5280

/**
 * Simulates one detector: demand by time of day fills the road, and what exceeds the capacity queues up until
 * demand falls again. Speed, flow and occupancy follow from the density by the triangular relation, so they
 * belong together.
 *
 * @param road.freeFlowMph  Speed of free traffic.
 * @param road.rushesInMorning  True if the larger peak is the morning's, false if it is the evening's.
 *
 * Source: Newell, A Simplified Theory of Kinematic Waves, 1993 (triangular relation).
 */
export function simulateTraffic(
  times: readonly StepTime[],
  road: { readonly freeFlowMph: number; readonly rushesInMorning: boolean },
  random: RandomStream,
): SimulatedSeries {
  const level = 1.15 + 0.6 * random.uniform()
  const longestQueue = 0.5 + random.uniform()
  const sensitivity = 0.8 + 0.4 * random.uniform()
  const speed = new Float64Array(times.length)
  const volume = new Float64Array(times.length)
  const occupancy = new Float64Array(times.length)
  let queue = 0
  let demandNoise = 0
  let speedNoise = 0
  for (let step = 0; step < times.length; step++) {
    demandNoise = 0.95 * demandNoise + 0.025 * random.normal()
    speedNoise = 0.8 * speedNoise + 1.2 * random.normal()
    const load = Math.max(0.02, level * demandShare(times[step], road.rushesInMorning) + demandNoise)
    queue = Math.min(longestQueue, Math.max(0, queue + QUEUE_PER_STEP * (load - 1)))
    const density = densityOf(load, queue, road.freeFlowMph)
    const mph = round(clamp(speedOf(density, road.freeFlowMph) + speedNoise, 3, 80), 10)
    speed[step] = mph
    volume[step] = Math.round((density * mph * LANES) / 12)
    const covered = density * COVERED_LENGTH * sensitivity * (1 + 0.1 * random.normal())
    occupancy[step] = round(clamp(100 * covered, 0, 100), 10)
  }
  return { speed, volume, occupancy }
}

/** Gives the demand as a share of the capacity. */
function demandShare(time: StepTime, rushesInMorning: boolean): number {
  if (time.isWeekend) return 0.15 + 0.55 * bell(time.minute, 14 * 60, 240)
  const morning = bell(time.minute, 7 * 60 + 45, 65)
  const evening = bell(time.minute, 17 * 60 + 15, 90)
  const daytime = bell(time.minute, 13 * 60, 260)
  const [morningShare, eveningShare] = rushesInMorning ? [0.7, 0.35] : [0.35, 0.75]
  return 0.12 + 0.4 * daytime + morningShare * morning + eveningShare * evening
}

/** Gives vehicles per mile and lane: below the critical density in proportion, above it by the queue. */
function densityOf(load: number, queue: number, freeFlowMph: number): number {
  const critical = CAPACITY / freeFlowMph
  const density = queue > 0 ? critical * (1 + queue) : critical * Math.min(load, 1)
  return Math.min(density, 0.9 * JAM_DENSITY)
}

/** Gives mph by the triangular relation of flow and density. */
function speedOf(density: number, freeFlowMph: number): number {
  const critical = CAPACITY / freeFlowMph
  if (density <= critical) return freeFlowMph
  return (CAPACITY * (JAM_DENSITY - density)) / (JAM_DENSITY - critical) / density
}

function bell(minute: number, center: number, width: number): number {
  return Math.exp(-0.5 * ((minute - center) / width) ** 2)
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}

function round(value: number, perUnit: number): number {
  return Math.round(value * perUnit) / perUnit
}
