import type { Table } from '../table/table.ts'
import { categoryOf } from './category.ts'

/** The rows of a table as series in time: one a sensor (or whatever the table's entity is). */
export interface Series {
  /** Rows by entity, then time, [numRows]. */
  readonly order: Uint32Array
  /** Place of each row in `order`, [numRows]. */
  readonly place: Uint32Array
  /** Number of the entity of each row, [numRows]; -1 where it is null. */
  readonly entities: Int32Array
  readonly numEntities: number
  /** Time of each row in ms, [numRows]. */
  readonly epochMs: Float64Array
  /** Time between two rows of an entity; `null` where there is no usual one, and rows count instead. */
  readonly stepMs: number | null
}

/** Share of the neighbours in time that must be one step apart, for there to be a step. */
const USUAL = 0.5
/** Share of the rows that may stand at the same time as another of their entity. */
const MOST_DOUBLED = 0.01

/**
 * Orders the rows of a table in time.
 *
 * @param entity  Column whose values tell the series apart; `null` if there is one series only.
 * @returns `null` where time is null somewhere, or many rows of an entity have the same time: then the entity is another.
 */
export function orderSeries(table: Table, entity: string | null, time: string): Series | null {
  const column = table.columns.get(time)
  if (column?.kind !== 'instant' && column?.kind !== 'number') return null
  const epochMs = column.kind === 'instant' ? column.epochMs : column.values
  const category = entity === null ? null : categoryOf(table, entity, table.numRows)
  const entities = category?.codes ?? new Int32Array(table.numRows)
  if (epochMs.some(Number.isNaN)) return null
  const order = Uint32Array.from({ length: table.numRows }, (_, row) => row)
  const compare = (a: number, b: number) => entities[a] - entities[b] || epochMs[a] - epochMs[b] || a - b
  if (!order.every((row) => row === 0 || compare(row - 1, row) < 0)) order.sort(compare)
  const gaps = gapsOf(order, entities, epochMs)
  if (gaps.filter((gap) => gap === 0).length > MOST_DOUBLED * table.numRows) return null
  const place = new Uint32Array(order.length)
  for (let at = 0; at < order.length; at++) place[order[at]] = at
  return { order, place, entities, numEntities: category?.numGroups ?? 1, epochMs, stepMs: usualGap(gaps) }
}

/**
 * Gives the row of the same entity a number of steps later (earlier if negative), -1 where there is none.
 *
 * It goes by the clock where the series have a step, else by rows.
 */
export function rowAfter(series: Series, row: number, steps: number): number {
  const { order, entities, epochMs, stepMs } = series
  const isThere = (at: number) => at >= 0 && at < order.length && entities[order[at]] === entities[row]
  const place = series.place[row]
  if (stepMs === null) return isThere(place + steps) ? order[place + steps] : -1
  const wantedMs = epochMs[row] + steps * stepMs
  // gaps bring the wanted row nearer than so many places, never further away
  const towards = steps < 0 ? 1 : -1
  for (let at = place + steps; at !== place + towards; at += towards) {
    if (!isThere(at)) continue
    const difference = (epochMs[order[at]] - wantedMs) * towards
    if (difference === 0) return order[at]
    if (difference > 0) return -1
  }
  return -1
}

function gapsOf(order: Uint32Array, entities: Int32Array, epochMs: Float64Array): Float64Array {
  const gaps = new Float64Array(Math.max(order.length - 1, 0))
  for (let at = 0; at < gaps.length; at++) {
    const [row, next] = [order[at], order[at + 1]]
    gaps[at] = entities[row] === entities[next] ? epochMs[next] - epochMs[row] : Number.NaN
  }
  return gaps.filter((gap) => !Number.isNaN(gap))
}

function usualGap(gaps: Float64Array): number | null {
  const counts = new Map<number, number>()
  for (const gap of gaps) counts.set(gap, (counts.get(gap) ?? 0) + 1)
  const [usual, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])
  return usual > 0 && count >= USUAL * gaps.length ? usual : null
}
