import type { AuditFinding } from '../../src/audit/audit-finding.ts'
import { auditTable } from '../../src/audit/audit-table.ts'
import { type RandomStream, randomStream } from '../../src/random.ts'
import type { Column, Table } from '../../src/table/table.ts'
import { type RowSplit, splitRows } from '../../src/traffic/split-rows.ts'

/** Columns of a table as lists; instants as dates. */
export type Lists = Record<string, readonly (number | string | Date | null)[]>

/** A panel of readings: what tables are planted in. */
export interface Panel {
  readonly sensor: readonly string[]
  readonly time: readonly Date[]
  /** Index of the sensor, of the step, and the local hour. */
  readonly sensorIndex: readonly number[]
  readonly step: readonly number[]
  readonly hour: readonly number[]
  readonly speed: readonly number[]
  readonly random: RandomStream
  /** The value of a list a number of steps later in the same series; null where there is none. */
  after<T>(list: readonly T[], row: number, steps: number): T | null
}

export const NUM_SENSORS = 8
export const NUM_STEPS = 672
const STEP_MS = 900_000
const START_MS = Date.UTC(2024, 0, 1)

/**
 * Makes readings of 8 sensors every 15 minutes of 7 days: a level of each sensor, a daily cycle, and a process that
 * forgets slowly.
 */
export function panel(
  seed: number,
  given: { readonly memory?: number; readonly noise?: number } = {},
): Panel {
  const { memory = 0.9, noise = 2 } = given
  const random = randomStream(seed)
  const rows = Array.from({ length: NUM_SENSORS * NUM_STEPS }, (_, row) => row)
  const sensorIndex = rows.map((row) => Math.floor(row / NUM_STEPS))
  const step = rows.map((row) => row % NUM_STEPS)
  const hour = step.map((at) => Math.floor((at % 96) / 4))
  let state = 0
  const speed = rows.map((row) => {
    state = step[row] === 0 ? 0 : memory * state + noise * random.normal()
    return 55 + sensorIndex[row] - 6 * Math.sin((2 * Math.PI * (step[row] % 96)) / 96) + state
  })
  return {
    sensor: sensorIndex.map((index) => `s${index}`),
    time: step.map((at) => new Date(START_MS + at * STEP_MS)),
    sensorIndex,
    step,
    hour,
    speed,
    random,
    after: (list, row, steps) => {
      const at = step[row] + steps
      return at < 0 || at >= NUM_STEPS ? null : list[row + steps]
    },
  }
}

/** The columns of a panel that tables begin with. */
export function keysOf({ sensor, time, speed }: Panel): Lists {
  return { sensor_id: sensor, timestamp: time, speed }
}

/** Means of the values from `first` to `last` steps after each row, null where one is missing. */
export function means(given: Panel, list: readonly number[], first: number, last: number): (number | null)[] {
  return list.map((_, row) => {
    let sum = 0
    for (let steps = first; steps <= last; steps++) sum += given.after(list, row, steps) ?? Number.NaN
    return Number.isNaN(sum) ? null : sum / (last - first + 1)
  })
}

/** Lags by so many steps. */
export function lags(given: Panel, list: readonly number[], steps: number): (number | null)[] {
  return list.map((_, row) => given.after(list, row, -steps))
}

/** Audits columns as the command does: split by time with a purge as far as windows reach, or by column `split`. */
export function audit(
  lists: Lists,
  given: { readonly aheadMs?: number; readonly split?: 'random' | 'temporal'; readonly served?: Lists } = {},
): readonly AuditFinding[] {
  const { split: side, ...others } = lists
  const table = tableOf(others)
  const isTimed = 'timestamp' in lists
  return auditTable(table, {
    target: 'speed',
    entity: 'sensor_id' in lists ? 'sensor_id' : null,
    time: isTimed ? 'timestamp' : null,
    aheadMs: given.aheadMs ?? 0,
    timezone: 'UTC',
    seed: 42,
    split: (reachMs) => (side === undefined ? splitTable(table, given.split, reachMs) : splitBy(side)),
    served: given.served === undefined ? null : { place: 'serving', table: tableOf(given.served) },
  }).findings
}

function splitTable(table: Table, kind: 'random' | 'temporal' = 'temporal', reachMs: number): RowSplit {
  const random = randomStream(7)
  const drawn = Float64Array.from({ length: table.numRows }, () => random.uniform())
  const source = { table, rows: Uint32Array.from(drawn.keys()), hashes: { split: drawn, fold: drawn } }
  const options = { seed: 42, purgeMs: reachMs, timezone: 'UTC' }
  return splitRows(source, 0.2, { ...options, kind: table.columns.has('timestamp') ? kind : 'random' })
}

function splitBy(side: Lists[string]): RowSplit {
  const rowsOf = (name: string) => Uint32Array.from(side.keys()).filter((row) => side[row] === name)
  return { train: rowsOf('train'), test: rowsOf('test') }
}

function tableOf(lists: Lists): Table {
  const columns = new Map(Object.entries(lists).map(([name, list]) => [name, columnOf(list)]))
  return { numRows: Object.values(lists)[0].length, columns }
}

function columnOf(list: Lists[string]): Column {
  if (list.some((value) => value instanceof Date))
    return {
      kind: 'instant',
      epochMs: Float64Array.from(list, (value) => (value instanceof Date ? value.getTime() : Number.NaN)),
    }
  if (!list.some((value) => typeof value === 'string'))
    return {
      kind: 'number',
      values: Float64Array.from(list, (value) => (value === null ? Number.NaN : Number(value))),
    }
  const codes = new Map<string, number>()
  const codeOf = (value: string) => {
    const code = codes.get(value) ?? codes.size
    codes.set(value, code)
    return code
  }
  return {
    kind: 'string',
    codes: Int32Array.from(list, (value) => (value === null ? -1 : codeOf(String(value)))),
    dictionary: [...codes.keys()],
  }
}
