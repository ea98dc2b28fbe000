import { FreeflowError } from '../errors.ts'
import { type RandomStream, randomStream } from '../random.ts'
import type { Column, Table } from '../table/table.ts'
import { localClock } from './local-clock.ts'
import { type SampleSensor, sampleSensors } from './sample-sensors.ts'
import { type SimulatedSeries, type StepTime, simulateTraffic } from './simulate-traffic.ts'
import { STEP_MS } from './step.ts'

/** Size and seed of a generated network. */
export interface SampleOptions {
  /** Number of sensors, at least 1. */
  readonly sensors: number
  /** Number of local days from Monday 2024-01-01 on, at least 1. */
  readonly days: number
  /** A 32-bit integer; equal options give equal tables. */
  readonly seed: number
  /** IANA zone in which the days begin; without it America/Los_Angeles. */
  readonly timezone?: string
}

/** A generated network. */
export interface Sample {
  /**
   * One row per sensor and 5-minute step, by sensor and time; about 5 % of the steps are left out, in
   * outages. Columns: sensor_id, timestamp, speed (mph, a multiple of 0.1, 3 to 80), volume (vehicles in the
   * step), occupancy (0 to 100).
   */
  readonly readings: Table
  /** One row per sensor. Columns: sensor_id, latitude, longitude, highway, direction. */
  readonly sensors: Table
  /** First and last step in milliseconds since 1970 UTC. */
  readonly startMs: number
  readonly endMs: number
}

const DAY_MS = 86_400_000
/** Monday. */
const FIRST_DAY_MS = Date.UTC(2024, 0, 1)

/**
 * Generates readings of a road network; nothing but the options decides them.
 *
 * @throws FreeflowError `usage` for sizes that are not whole numbers of at least 1, and for an unknown zone.
 */
export function sampleReadings(options: SampleOptions): Sample {
  requireSize('sensors', options.sensors)
  requireSize('days', options.days)
  const steps = stepsOf(options.days, options.timezone ?? 'America/Los_Angeles')
  const times = steps.map(({ time }) => time)
  const sensors = sampleSensors(options.sensors, randomStream(options.seed, 0))
  const series = sensors.map((sensor, index) => {
    const random = randomStream(options.seed, 1, index)
    return { ...simulateTraffic(times, roadOf(sensor), random), kept: keptSteps(times.length, random) }
  })
  const epochMs = steps.map((step) => step.epochMs)
  return {
    readings: readingsTable(sensors, series, epochMs),
    sensors: sensorsTable(sensors),
    startMs: epochMs[0],
    endMs: epochMs[epochMs.length - 1],
  }
}

function requireSize(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return
  throw new FreeflowError('usage', `sample: ${name} must be a whole number of at least 1, got ${value}`)
}

/** Gives all steps from the local midnight of the first day to that after the last. */
function stepsOf(days: number, timezone: string): { epochMs: number; time: StepTime }[] {
  const clock = localClock(timezone)
  const start = clock.epochMs(FIRST_DAY_MS)
  const end = clock.epochMs(FIRST_DAY_MS + days * DAY_MS)
  return Array.from({ length: Math.round((end - start) / STEP_MS) }, (_, step) => {
    const epochMs = start + step * STEP_MS
    const localMs = clock.localMs(epochMs)
    const dayOfWeek = Math.floor((localMs - FIRST_DAY_MS) / DAY_MS) % 7
    const minute = Math.floor((localMs % DAY_MS) / 60_000)
    return { epochMs, time: { minute, isWeekend: dayOfWeek >= 5 } }
  })
}

/** Traffic into the city, northward and eastward, is heavier in the morning. */
function roadOf(sensor: SampleSensor) {
  return { freeFlowMph: 65, rushesInMorning: sensor.direction === 'N' || sensor.direction === 'E' }
}

/** Gives the steps without outage; an outage begins at 1 of 120 steps and ends at 1 of 6: 5 % are lost. */
function keptSteps(numSteps: number, random: RandomStream): number[] {
  const kept: number[] = []
  let isOut = false
  for (let step = 0; step < numSteps; step++) {
    isOut = random.uniform() < (isOut ? 5 / 6 : 1 / 114)
    if (!isOut) kept.push(step)
  }
  return kept
}

function readingsTable(
  sensors: readonly SampleSensor[],
  series: readonly (SimulatedSeries & { readonly kept: readonly number[] })[],
  epochMs: readonly number[],
): Table {
  const numRows = series.reduce((sum, { kept }) => sum + kept.length, 0)
  const codes = new Int32Array(numRows)
  const timestamp = new Float64Array(numRows)
  const speed = new Float64Array(numRows)
  const volume = new Float64Array(numRows)
  const occupancy = new Float64Array(numRows)
  let row = 0
  for (let sensor = 0; sensor < series.length; sensor++) {
    for (const step of series[sensor].kept) {
      codes[row] = sensor
      timestamp[row] = epochMs[step]
      speed[row] = series[sensor].speed[step]
      volume[row] = series[sensor].volume[step]
      occupancy[row] = series[sensor].occupancy[step]
      row++
    }
  }
  const columns = new Map<string, Column>([
    ['sensor_id', { kind: 'string', codes, dictionary: sensors.map(({ sensorId }) => sensorId) }],
    ['timestamp', { kind: 'instant', epochMs: timestamp }],
    ['speed', { kind: 'number', values: speed }],
    ['volume', { kind: 'number', values: volume }],
    ['occupancy', { kind: 'number', values: occupancy }],
  ])
  return { numRows, columns }
}

function sensorsTable(sensors: readonly SampleSensor[]): Table {
  const columns = new Map<string, Column>([
    ['sensor_id', names(sensors.map(({ sensorId }) => sensorId))],
    ['latitude', { kind: 'number', values: Float64Array.from(sensors, ({ latitude }) => latitude) }],
    ['longitude', { kind: 'number', values: Float64Array.from(sensors, ({ longitude }) => longitude) }],
    ['highway', names(sensors.map(({ highway }) => highway))],
    ['direction', names(sensors.map(({ direction }) => direction))],
  ])
  return { numRows: sensors.length, columns }
}

function names(values: readonly string[]): Column {
  const dictionary = [...new Set(values)]
  return { kind: 'string', codes: Int32Array.from(values, (value) => dictionary.indexOf(value)), dictionary }
}
