import type { RandomStream } from '../../random.ts'
import { corridors, placeAlong } from './corridors.ts'

/** A sensor of a generated network. */
export interface SampleSensor {
  readonly sensorId: string
  /** Degrees, within Los Angeles. */
  readonly latitude: number
  readonly longitude: number
  /** Index into `corridors`, and the share of its length that lies before the sensor, 0 to 1. */
  readonly corridor: number
  readonly along: number
}

/** Gives sensors in turn on each corridor, evenly spaced with a little scatter. */
export function sampleSensors(numSensors: number, random: RandomStream): SampleSensor[] {
  const numPerCorridor = Math.ceil(numSensors / corridors.length)
  return Array.from({ length: numSensors }, (_, index) => {
    const corridor = index % corridors.length
    const place = Math.floor(index / corridors.length)
    const along = (place + 0.2 + 0.6 * random.uniform()) / numPerCorridor
    const [latitude, longitude] = placeAlong(corridors[corridor].line, along)
    return {
      sensorId: String(400001 + index),
      latitude: roundDegrees(latitude),
      longitude: roundDegrees(longitude),
      corridor,
      along,
    }
  })
}

/** Five decimals, about a metre. */
function roundDegrees(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}
