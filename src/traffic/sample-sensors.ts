import type { RandomStream } from '../random.ts'

/** A sensor of a generated network. */
export interface SampleSensor {
  readonly sensorId: string
  /** Degrees, within Los Angeles. */
  readonly latitude: number
  readonly longitude: number
  readonly highway: string
  readonly direction: 'N' | 'S' | 'E' | 'W'
}

/** Four highways as straight lines, from their southern or western end: [latitude, longitude]. */
const highways = [
  { name: 'US-101', from: [34.055, -118.242], to: [34.17, -118.6], directions: ['N', 'S'] },
  { name: 'I-110', from: [33.76, -118.287], to: [34.08, -118.228], directions: ['N', 'S'] },
  { name: 'I-405', from: [33.83, -118.21], to: [34.26, -118.472], directions: ['N', 'S'] },
  { name: 'I-10', from: [34.017, -118.49], to: [34.072, -117.93], directions: ['E', 'W'] },
] as const

/** Gives sensors in turn on each highway and direction, evenly spaced with a little scatter. */
export function sampleSensors(numSensors: number, random: RandomStream): SampleSensor[] {
  const numPerHighway = Math.ceil(numSensors / highways.length)
  return Array.from({ length: numSensors }, (_, index) => {
    const highway = highways[index % highways.length]
    const place = Math.floor(index / highways.length)
    const along = (place + 0.2 + 0.6 * random.uniform()) / numPerHighway
    return {
      sensorId: String(400001 + index),
      latitude: degreesAlong(highway.from[0], highway.to[0], along),
      longitude: degreesAlong(highway.from[1], highway.to[1], along),
      highway: highway.name,
      direction: highway.directions[place % 2],
    }
  })
}

/** Five decimals, about a metre. */
function degreesAlong(from: number, to: number, along: number): number {
  return Math.round((from + (to - from) * along) * 1e5) / 1e5
}
