import type { Column, Table } from '../../table/table.ts'
import { SLOTS_PER_DAY } from './local-calendar.ts'
import type { SpeedSteps } from './speed-steps.ts'

/** Slots on either side that a smoothed value takes in, with a weight that falls with their distance. */
const REACH = 3
const DAY_TYPES = 2
/** Groups of days at most that are left out in turn. */
const MAX_PARTS = 10

/** What a sensor's days look like, of training steps only. */
export interface SpeedProfile {
  /**
   * One row for each part, sensor, day type and slot: `part` (0: of all days; from 1: without the days of that part),
   * `sensor_id`, `day_type` (1 on weekends), `slot`, `average`, `smooth` and `spread` (mph).
   */
  readonly profile: Table
  /** Which part leaves a training day out: `day` (YYYYMMDD) and `part`, from 1. */
  readonly parts: Table
}

/**
 * Measures for each sensor, day type and time of day how fast it goes there.
 *
 * `average` is the mean of the steps at that slot; without one, that of both day types, then that of the sensor, then
 * that of all sensors.
 * `smooth` is the same with the slots within a quarter of an hour, weighted; `spread` is their deviation.
 *
 * A training row must not see its own label in its profile: days are dealt to parts, and a row takes the profile
 * without the part of its label's day. With at most 10 days a part is one day.
 *
 * @param isTraining  1 for each step that may be learnt from, [numSteps].
 */
export function fitProfile(steps: SpeedSteps, isTraining: Uint8Array): SpeedProfile {
  const days = trainingDays(steps, isTraining)
  const numParts = Math.min(days.length, MAX_PARTS)
  const partByDay = new Map(days.map((day, index) => [day, (index % numParts) + 1]))
  const sums = sumSteps(steps, isTraining, partByDay, numParts)
  const blocks = Array.from({ length: numParts + 1 }, (_, part) => profileWithout(sums, part, steps))
  return {
    profile: joinBlocks(blocks, steps.sensorIds),
    parts: {
      numRows: days.length,
      columns: new Map<string, Column>([
        ['day', { kind: 'number', values: Float64Array.from(days) }],
        ['part', { kind: 'number', values: Float64Array.from(days, (day) => partByDay.get(day) ?? 0) }],
      ]),
    },
  }
}

function trainingDays({ day }: SpeedSteps, isTraining: Uint8Array): number[] {
  const days = new Set<number>()
  for (let step = 0; step < day.length; step++) if (isTraining[step] === 1) days.add(day[step])
  return [...days].sort((a, b) => a - b)
}

/** Sums of part (from 1; 0 holds all), sensor, day type and slot, flat in that order. */
interface Sums {
  readonly count: Float64Array
  readonly sum: Float64Array
  readonly squares: Float64Array
  readonly numCells: number
}

function sumSteps(
  steps: SpeedSteps,
  isTraining: Uint8Array,
  partByDay: ReadonlyMap<number, number>,
  numParts: number,
): Sums {
  const numCells = steps.sensorIds.length * DAY_TYPES * SLOTS_PER_DAY
  const empty = () => new Float64Array((numParts + 1) * numCells)
  const sums = { count: empty(), sum: empty(), squares: empty(), numCells }
  for (let step = 0; step < steps.speed.length; step++) {
    if (isTraining[step] === 0) continue
    const cell = (steps.sensor[step] * DAY_TYPES + steps.isWeekend[step]) * SLOTS_PER_DAY + steps.slot[step]
    const speed = steps.speed[step]
    for (const part of [0, partByDay.get(steps.day[step]) ?? 0]) {
      const at = part * numCells + cell
      sums.count[at]++
      sums.sum[at] += speed
      sums.squares[at] += speed * speed
    }
  }
  return sums
}

/** Values of one part by sensor, day type and slot. */
interface ProfileBlock {
  readonly average: Float64Array
  readonly smooth: Float64Array
  readonly spread: Float64Array
}

function profileWithout(
  { count, sum, squares, numCells }: Sums,
  part: number,
  steps: SpeedSteps,
): ProfileBlock {
  const rest = (of: Float64Array) => {
    const left = of.slice(0, numCells)
    if (part > 0) for (let cell = 0; cell < numCells; cell++) left[cell] -= of[part * numCells + cell]
    return left
  }
  const left = { count: rest(count), sum: rest(sum), squares: rest(squares) }
  const network = addUp(left, 0, numCells)
  const empty = () => new Float64Array(numCells)
  const block = { average: empty(), smooth: empty(), spread: empty() }
  for (let sensor = 0; sensor < steps.sensorIds.length; sensor++) fillSensor(left, network, block, sensor)
  return block
}

/** @param network  Of all sensors, for one without a step. */
function fillSensor(
  left: Omit<Sums, 'numCells'>,
  network: Moments,
  block: ProfileBlock,
  sensor: number,
): void {
  const start = sensor * DAY_TYPES * SLOTS_PER_DAY
  const cellsOf = (dayTypes: readonly number[], slot: number, reach: number) =>
    weigh(left, start, dayTypes, slot, reach)
  const own = addUp(left, start, start + DAY_TYPES * SLOTS_PER_DAY)
  const overall = own.count > 0 ? own : network
  for (let dayType = 0; dayType < DAY_TYPES; dayType++) {
    for (let slot = 0; slot < SLOTS_PER_DAY; slot++) {
      const cell = start + dayType * SLOTS_PER_DAY + slot
      const exact = firstKnown([cellsOf([dayType], slot, 0), cellsOf([0, 1], slot, 0)])
      const near = firstKnown([cellsOf([dayType], slot, REACH), cellsOf([0, 1], slot, REACH)])
      block.average[cell] = exact?.mean ?? overall.mean
      block.smooth[cell] = near?.mean ?? overall.mean
      block.spread[cell] = near?.deviation ?? overall.deviation
    }
  }
}

interface Moments {
  readonly count: number
  readonly mean: number
  readonly deviation: number
}

function firstKnown(candidates: readonly Moments[]): Moments | undefined {
  return candidates.find(({ count }) => count > 0)
}

/** Weighted moments of the slots within reach, around midnight too. */
function weigh(
  { count, sum, squares }: Omit<Sums, 'numCells'>,
  start: number,
  dayTypes: readonly number[],
  slot: number,
  reach: number,
): Moments {
  let n = 0
  let total = 0
  let totalSquares = 0
  for (const dayType of dayTypes) {
    for (let offset = -reach; offset <= reach; offset++) {
      const near = (slot + offset + SLOTS_PER_DAY) % SLOTS_PER_DAY
      const cell = start + dayType * SLOTS_PER_DAY + near
      const weight = reach + 1 - Math.abs(offset)
      n += weight * count[cell]
      total += weight * sum[cell]
      totalSquares += weight * squares[cell]
    }
  }
  const mean = total / n
  return { count: n, mean, deviation: Math.sqrt(Math.max(0, totalSquares / n - mean * mean)) }
}

function addUp({ count, sum, squares }: Omit<Sums, 'numCells'>, start: number, end: number): Moments {
  const total = (of: Float64Array) => of.subarray(start, end).reduce((all, value) => all + value, 0)
  const n = total(count)
  const mean = n > 0 ? total(sum) / n : 0
  const deviation = n > 0 ? Math.sqrt(Math.max(0, total(squares) / n - mean * mean)) : 0
  return { count: n, mean, deviation }
}

function joinBlocks(blocks: readonly ProfileBlock[], sensorIds: readonly string[]): Table {
  const numCells = sensorIds.length * DAY_TYPES * SLOTS_PER_DAY
  const numRows = blocks.length * numCells
  const numbers = (valueAt: (part: number, cell: number) => number): Column => {
    const values = new Float64Array(numRows)
    for (let part = 0; part < blocks.length; part++)
      for (let cell = 0; cell < numCells; cell++) values[part * numCells + cell] = valueAt(part, cell)
    return { kind: 'number', values }
  }
  const perSensor = DAY_TYPES * SLOTS_PER_DAY
  const codes = Int32Array.from({ length: numRows }, (_, row) => Math.floor((row % numCells) / perSensor))
  return {
    numRows,
    columns: new Map<string, Column>([
      ['part', numbers((part) => part)],
      ['sensor_id', { kind: 'string', codes, dictionary: sensorIds }],
      ['day_type', numbers((_, cell) => Math.floor(cell / SLOTS_PER_DAY) % DAY_TYPES)],
      ['slot', numbers((_, cell) => cell % SLOTS_PER_DAY)],
      ['average', numbers((part, cell) => blocks[part].average[cell])],
      ['smooth', numbers((part, cell) => blocks[part].smooth[cell])],
      ['spread', numbers((part, cell) => blocks[part].spread[cell])],
    ]),
  }
}
