import type { RandomStream } from '../../random.ts'

/** What one detector reads, [steps] each. */
export interface DetectorSeries {
  /** mph, multiples of 0.1, 3 to 80. */
  readonly speed: Float64Array
  /** Vehicles in 5 minutes over all lanes, whole. */
  readonly volume: Float64Array
  /** Percent of the time in which the detector is covered, multiples of 0.1, 0 to 100. */
  readonly occupancy: Float64Array
}

/** Miles: a vehicle and the detector, 21 feet. */
const COVERED_MILES = 21 / 5280
/** Spread of the lengths of vehicles, as a share: what a loop takes for speed when few vehicles pass. */
const LENGTH_SPREAD = 0.25

/**
 * Reads the traffic of one place as a loop detector does.
 *
 * Speeds are off by a share that drifts over some hours (light, weather, drivers) and by one that is new in each
 * step, the smaller the more vehicles pass. Occupancy follows from the count and the speed that are read, so that
 * the three belong together; each detector has its own sensitivity.
 *
 * @param flow  Vehicles per hour and lane, [steps].
 * @param density  Vehicles per mile and lane, [steps].
 *
 * Source: Hall and Persaud, Evaluation of Speed Estimates Made with Single-Detector Data, 1989.
 */
export function readDetector(
  flow: Float64Array,
  density: Float64Array,
  lanes: number,
  random: RandomStream,
): DetectorSeries {
  const numSteps = flow.length
  const speed = new Float64Array(numSteps)
  const volume = new Float64Array(numSteps)
  const occupancy = new Float64Array(numSteps)
  const sensitivity = 1 + 0.08 * random.normal()
  let drift = 0
  for (let step = 0; step < numSteps; step++) {
    drift = 0.97 * drift + 0.008 * random.normal()
    const count = (flow[step] * lanes) / 12
    const spread = 0.015 + LENGTH_SPREAD / Math.sqrt(Math.max(1, count))
    const mph = (flow[step] / density[step]) * (1 + drift + spread * random.normal())
    speed[step] = round(clamp(mph, 3, 80), 10)
    volume[step] = Math.round(count)
    const covered = (COVERED_MILES * count * 12) / lanes / speed[step]
    const read = 100 * covered * sensitivity * (1 + 0.03 * random.normal())
    occupancy[step] = round(clamp(read, 0, 100), 10)
  }
  return { speed, volume, occupancy }
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}

function round(value: number, perUnit: number): number {
  return Math.round(value * perUnit) / perUnit
}
