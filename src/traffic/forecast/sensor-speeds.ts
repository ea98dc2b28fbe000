import type { Column, Table } from '../../table/table.ts'
import type { SpeedSteps } from './speed-steps.ts'

/**
 * Measures how fast each sensor goes as a whole: `sensor_id`, `sensor_mean`, `sensor_deviation` (of the population)
 * and `sensor_p85` (nearest rank) in mph; a sensor without a training step has what all have together.
 *
 * @param isTraining  1 for each step that may be learnt from, [numSteps].
 */
export function sensorSpeeds(steps: SpeedSteps, isTraining: Uint8Array): Table {
  const bySensor = steps.sensorIds.map((): number[] => [])
  const all: number[] = []
  for (let step = 0; step < steps.speed.length; step++) {
    if (isTraining[step] === 0) continue
    bySensor[steps.sensor[step]].push(steps.speed[step])
    all.push(steps.speed[step])
  }
  const whole = summarise(all)
  const found = bySensor.map((speeds) => (speeds.length > 0 ? summarise(speeds) : whole))
  const numbers = (of: (one: SpeedSummary) => number): Column => ({
    kind: 'number',
    values: Float64Array.from(found, of),
  })
  return {
    numRows: found.length,
    columns: new Map<string, Column>([
      ['sensor_id', { kind: 'string', codes: Int32Array.from(found.keys()), dictionary: steps.sensorIds }],
      ['sensor_mean', numbers(({ mean }) => mean)],
      ['sensor_deviation', numbers(({ deviation }) => deviation)],
      ['sensor_p85', numbers(({ p85 }) => p85)],
    ]),
  }
}

interface SpeedSummary {
  readonly mean: number
  readonly deviation: number
  readonly p85: number
}

function summarise(speeds: readonly number[]): SpeedSummary {
  const sorted = Float64Array.from(speeds).sort()
  const mean = sorted.reduce((sum, speed) => sum + speed, 0) / sorted.length
  const squares = sorted.reduce((sum, speed) => sum + (speed - mean) ** 2, 0)
  return {
    mean,
    deviation: Math.sqrt(squares / sorted.length),
    p85: sorted[Math.ceil(0.85 * sorted.length) - 1],
  }
}
