import { FreeflowError } from '../errors.ts'
import { type RandomStream, randomStream } from '../random.ts'
import type { Column, Table } from '../table/table.ts'
import { localClock } from './local-clock.ts'
import { corridors } from './sample/corridors.ts'
import type { StepTime } from './sample/demand.ts'
import { drawTraffic } from './sample/draw-traffic.ts'
import { failAtTimes, type ReportedSeries } from './sample/fail-at-times.ts'
import { type DetectorSeries, readDetector } from './sample/read-detector.ts'
import { type SampleSensor, sampleSensors } from './sample/sample-sensors.ts'
import type { RoadTraffic } from './sample/simulate-traffic.ts'
import { STEP_MS } from './step.ts'

/** Size and seed of a generated network. */
export interface SampleOptions {
  /** Number of sensors, at least 1. */
  readonly sensors: number
  /** Number of local days from Thursday 2024-01-04 on, at least 1. */
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
const MONDAY_MS = Date.UTC(2024, 0, 1)
/** Thursday: so the days of a week that a forecast learns from have a weekend among them. */
const FIRST_DAY_MS = Date.UTC(2024, 0, 4)

/**
 * Generates readings of a road network; nothing but the options decides them. Roads and traffic do not depend on
 * the number of sensors, and fewer days are the first of more.
 *
 * Five highways of Los Angeles, each in both directions, are simulated as a whole; sensors read what passes.
 *
 * @throws FreeflowError `usage` for sizes that are not whole numbers of at least 1, and for an unknown zone.
 */
export function sampleReadings(options: SampleOptions): Sample {
  const { seed } = options
  requireSize('sensors', options.sensors)
  requireSize('days', options.days)
  const steps = stepsOf(options.days, options.timezone ?? 'America/Los_Angeles')
  const times = steps.map(({ time }) => time)
  const sensors = sampleSensors(options.sensors, randomStream(seed, 0))
  const used = corridors.slice(0, sensors.length)
  const traffic = used.map((corridor, index) => drawTraffic(corridor, times, [seed, 1, index]))
  const series = sensors.map((sensor, index) => {
    const read = readSensor(sensor, traffic[sensor.corridor], randomStream(seed, 2, index))
    return failAtTimes(read, randomStream(seed, 3, index))
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
    const day = Math.floor((localMs - MONDAY_MS) / DAY_MS)
    const minute = Math.floor((localMs % DAY_MS) / 60_000)
    return { epochMs, time: { minute, day } }
  })
}

/** Reads the cell in which a sensor lies. */
function readSensor(sensor: SampleSensor, traffic: RoadTraffic, random: RandomStream): DetectorSeries {
  const { numCells, lanes } = corridors[sensor.corridor]
  const cell = Math.floor(sensor.along * numCells)
  const numSteps = traffic.flow.length / numCells
  const ofCell = (values: Float64Array) =>
    Float64Array.from({ length: numSteps }, (_, step) => values[step * numCells + cell])
  return readDetector(ofCell(traffic.flow), ofCell(traffic.density), lanes, random)
}

function readingsTable(
  sensors: readonly SampleSensor[],
  series: readonly ReportedSeries[],
  epochMs: readonly number[],
): Table {
  const numRows = series.reduce((sum, { reported }) => sum + reported.length, 0)
  const codes = new Int32Array(numRows)
  const timestamp = new Float64Array(numRows)
  const speed = new Float64Array(numRows)
  const volume = new Float64Array(numRows)
  const occupancy = new Float64Array(numRows)
  let row = 0
  for (let sensor = 0; sensor < series.length; sensor++) {
    for (const step of series[sensor].reported) {
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
    ['highway', names(sensors.map(({ corridor }) => corridors[corridor].highway))],
    ['direction', names(sensors.map(({ corridor }) => corridors[corridor].direction))],
  ])
  return { numRows: sensors.length, columns }
}

function names(values: readonly string[]): Column {
  const dictionary = [...new Set(values)]
  return { kind: 'string', codes: Int32Array.from(values, (value) => dictionary.indexOf(value)), dictionary }
}
