import type { NumberColumn, Table } from '../table/table.ts'

/** Columns that give the target away, and how. */
export interface Leak {
  readonly columns: readonly string[]
  /** How the target follows from the columns. */
  readonly formula: string
  /** Share of the rows on which the formula holds within the tolerance. */
  readonly share: number
  /** Largest error of the formula on those rows, in the target's unit; `null` where it is no formula. */
  readonly max_error: number | null
  readonly why: string
}

/** A formula counts as exact up to this error, in mph: float columns and speeds rounded to 0.01 stay below. */
const TOLERANCE_MPH = 0.01
/** Share of the rows on which a formula must hold: single odd rows do not make a leak go away. */
const LEAST_SHARE = 0.99

/**
 * Tests on the rows at hand whether the target can be computed from the features of the same instant.
 *
 * Two identities of the feature table are tried: the moving average that includes the present speed, and the
 * efficiency, which is the speed over a constant of the highway or the sensor.
 *
 * @param rows  Rows to test on; those with a null in a formula's columns are passed over for that formula.
 */
export function findLeaks(table: Table, rows: Uint32Array): Leak[] {
  const leaks = [movingAverageLeak(table, rows), efficiencyLeak(table, rows)]
  return leaks.flatMap((leak) => (leak !== null && leak.share >= LEAST_SHARE ? [leak] : []))
}

function movingAverageLeak(table: Table, rows: Uint32Array): Leak | null {
  const [speed, average, lag1, lag2] = numbersOf(table, [
    'speed',
    'speed_ma_15min',
    'speed_lag_1',
    'speed_lag_2',
  ])
  if (lag2 === undefined) return null
  const errorAt = (row: number) =>
    3 * average.values[row] - lag1.values[row] - lag2.values[row] - speed.values[row]
  return {
    columns: ['speed_ma_15min', 'speed_lag_1', 'speed_lag_2'],
    formula: 'speed = 3 * speed_ma_15min - speed_lag_1 - speed_lag_2',
    ...measureErrors(rows, errorAt),
    why: 'the moving average over 15 minutes includes the present speed',
  }
}

function efficiencyLeak(table: Table, rows: Uint32Array): Leak | null {
  const byHighway = ratioLeak(table, rows, 'highway_encoded')
  if (byHighway !== null && byHighway.share >= LEAST_SHARE) return byHighway
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
  const nameOf = (key: number) => (group.kind === 'string' ? group.dictionary[key] : String(key))
  const errorAt = (row: number) =>
    (constants.get(keys[row]) ?? 0) * efficiency.values[row] - speed.values[row]
  return {
    columns: ['traffic_efficiency', by],
    formula: `speed = c * traffic_efficiency, ${describeConstants(constants, by, nameOf)}`,
    ...measureErrors(rows, errorAt),
    why: 'the efficiency is the present speed over the free-flow speed',
  }
}

/** Says which constant holds for which values, for instance `c = 65 (highway_encoded 1, 3), 60 (0)`. */
function describeConstants(
  constants: ReadonlyMap<number, number>,
  by: string,
  nameOf: (key: number) => string,
): string {
  const keysByConstant = new Map<string, number[]>()
  for (const [key, constant] of constants) {
    const text = String(Number(constant.toFixed(4)))
    keysByConstant.set(text, [...(keysByConstant.get(text) ?? []), key])
  }
  if (keysByConstant.size > 6 || constants.size > 20) return `one c for each ${by}`
  const parts = [...keysByConstant].map(([constant, keys]) => {
    return `${constant} (${by} ${keys
      .sort((a, b) => a - b)
      .map(nameOf)
      .join(', ')})`
  })
  return `c = ${parts.join(', ')}`
}

/** Measures on how many rows a formula holds, and how well there; rows with a null say nothing. */
function measureErrors(
  rows: Uint32Array,
  errorAt: (row: number) => number,
): { share: number; max_error: number } {
  let numMeasured = 0
  let numHeld = 0
  let maxError = 0
  for (const row of rows) {
    const error = Math.abs(errorAt(row))
    if (Number.isNaN(error)) continue
    numMeasured++
    if (error > TOLERANCE_MPH) continue
    numHeld++
    maxError = Math.max(maxError, error)
  }
  return { share: numMeasured === 0 ? 0 : numHeld / numMeasured, max_error: maxError }
}

/** Gives the columns by name, or none where one is missing or holds no numbers. */
function numbersOf(table: Table, names: readonly string[]): NumberColumn[] {
  const found = names.flatMap((name) => {
    const column = table.columns.get(name)
    return column?.kind === 'number' ? [column] : []
  })
  return found.length === names.length ? found : []
}
