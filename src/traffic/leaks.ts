import type { NumberColumn, Table } from '../table/table.ts'

/** Columns that give the target away, and how. */
export interface Leak {
  readonly columns: readonly string[]
  /** How the target follows from the columns. */
  readonly formula: string
  /** Largest error of the formula over the rows, in the target's unit. */
  readonly max_error: number
  readonly why: string
}

/** A formula counts as exact up to this error, in mph: float columns and speeds rounded to 0.01 stay below. */
const TOLERANCE_MPH = 0.01

/**
 * Tests on the rows at hand whether the target can be computed from the features of the same instant.
 *
 * Two identities of the feature table are tried: the moving average that includes the present speed, and the
 * efficiency, which is the speed over a constant of the highway or the sensor.
 *
 * @param rows  Rows without nulls; at least one.
 */
export function findLeaks(table: Table, rows: Uint32Array): Leak[] {
  const leaks = [movingAverageLeak(table, rows), efficiencyLeak(table, rows)]
  return leaks.flatMap((leak) => (leak !== null && leak.max_error <= TOLERANCE_MPH ? [leak] : []))
}

function movingAverageLeak(table: Table, rows: Uint32Array): Leak | null {
  const [speed, average, lag1, lag2] = numbersOf(table, [
    'speed',
    'speed_ma_15min',
    'speed_lag_1',
    'speed_lag_2',
  ])
  if (lag2 === undefined) return null
  let maxError = 0
  for (const row of rows) {
    const computed = 3 * average.values[row] - lag1.values[row] - lag2.values[row]
    maxError = Math.max(maxError, Math.abs(computed - speed.values[row]))
  }
  return {
    columns: ['speed_ma_15min', 'speed_lag_1', 'speed_lag_2'],
    formula: 'speed = 3 * speed_ma_15min - speed_lag_1 - speed_lag_2',
    max_error: maxError,
    why: 'the moving average over 15 minutes includes the present speed',
  }
}

function efficiencyLeak(table: Table, rows: Uint32Array): Leak | null {
  const byHighway = ratioLeak(table, rows, 'highway_encoded')
  if (byHighway !== null && byHighway.max_error <= TOLERANCE_MPH) return byHighway
  return ratioLeak(table, rows, 'sensor_id')
}

/** Tries speed = c * traffic_efficiency with one constant for each value of a column. */
function ratioLeak(table: Table, rows: Uint32Array, by: string): Leak | null {
  const [speed, efficiency] = numbersOf(table, ['speed', 'traffic_efficiency'])
  const group = table.columns.get(by)
  if (efficiency === undefined || group === undefined || group.kind === 'instant') return null
  const keys = group.kind === 'string' ? group.codes : group.values
  const constants = new Map<number, number>()
  for (const row of rows) {
    const known = constants.get(keys[row])
    if (efficiency.values[row] > 0 && known === undefined)
      constants.set(keys[row], speed.values[row] / efficiency.values[row])
  }
  let maxError = 0
  for (const row of rows) {
    const computed = (constants.get(keys[row]) ?? 0) * efficiency.values[row]
    maxError = Math.max(maxError, Math.abs(computed - speed.values[row]))
  }
  return {
    columns: ['traffic_efficiency', by],
    formula: `speed = c * traffic_efficiency, ${describeConstants(constants, by)}`,
    max_error: maxError,
    why: 'the efficiency is the present speed over the free-flow speed',
  }
}

/** Says which constant holds for which values, for instance `c = 65 (highway_encoded 1, 3), 60 (0)`. */
function describeConstants(constants: ReadonlyMap<number, number>, by: string): string {
  const valuesByConstant = new Map<string, number[]>()
  for (const [value, constant] of constants) {
    const key = String(Number(constant.toFixed(4)))
    valuesByConstant.set(key, [...(valuesByConstant.get(key) ?? []), value])
  }
  if (valuesByConstant.size > 6) return `one c for each ${by}`
  const parts = [...valuesByConstant].map(
    ([constant, values]) => `${constant} (${by} ${values.sort().join(', ')})`,
  )
  return `c = ${parts.join(', ')}`
}

/** Gives the columns by name, or none where one is missing or holds no numbers. */
function numbersOf(table: Table, names: readonly string[]): NumberColumn[] {
  const found = names.flatMap((name) => {
    const column = table.columns.get(name)
    return column?.kind === 'number' ? [column] : []
  })
  return found.length === names.length ? found : []
}
