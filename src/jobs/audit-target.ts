import { orderSeries, rowAfter } from '../audit/series.ts'
import { FreeflowError } from '../errors.ts'
import type { Table } from '../table/table.ts'

/** A table with its target as a column. */
export interface TargetedTable {
  readonly table: Table
  readonly target: string
}

const MINUTE_MS = 60_000

/**
 * Adds the target of a forecast: the value of a column some minutes later in the same series, null where there is no row
 * at that time. At 0 minutes the column itself is the target.
 *
 * @throws FreeflowError `usage` where the rows have no time, or no steps of which the minutes are a multiple.
 */
export function shiftTarget(
  table: Table,
  given: {
    readonly target: string
    readonly entity: string | null
    readonly time: string | null
    readonly horizonMinutes: number
  },
): TargetedTable {
  const { target, entity, time, horizonMinutes } = given
  const column = table.columns.get(target)
  if (horizonMinutes === 0 || column?.kind !== 'number') return { table, target }
  const series = time === null ? null : orderSeries(table, entity, time)
  const stepMs = series?.stepMs ?? null
  const steps = stepMs === null ? Number.NaN : (horizonMinutes * MINUTE_MS) / stepMs
  if (series === null || !Number.isInteger(steps)) {
    const have = stepMs === null ? 'have no steps in time' : `are ${stepMs / MINUTE_MS} minutes apart`
    throw new FreeflowError('usage', `--horizon ${horizonMinutes}m: the rows ${have}`, {
      hint: 'name --time and --entity, or a horizon that is a multiple of the step',
    })
  }
  const values = column.values.map((_, row) => {
    const later = rowAfter(series, row, steps)
    return later < 0 ? Number.NaN : column.values[later]
  })
  const name = `${target}(t + ${horizonMinutes} min)`
  return {
    table: { ...table, columns: new Map([...table.columns, [name, { kind: 'number', values }]]) },
    target: name,
  }
}
