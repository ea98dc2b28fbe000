import type { Slicing } from '../metrics/slice-metrics.ts'
import { type Table, takeRows, valueAt } from '../table/table.ts'
import { localClock } from '../traffic/local-clock.ts'
import { speedRegimes } from './speed-regimes.ts'

/** Columns of codes by which rows are sliced where the table has them. */
export const slicedColumns = ['highway_encoded', 'is_rush_hour', 'is_weekend'] as const

/**
 * Tells rows apart by sensor, by those of `slicedColumns` that are there, and by local hour, speed regime and
 * local day.
 *
 * Names of slices are sorted: numbers by size (`0`, `1`, hours `00` to `23`), texts in UTF-16 order, regimes
 * (`<20`, `20-40`, `40-55`, `>=55` mph, by the label) from slow to fast.
 *
 * @param table  Has sensor_id and timestamp.
 * @param rows  The rows to slice; codes are in their order.
 * @param labels  Their speeds in mph, [rows.length].
 * @param timezone  IANA zone of hours and days.
 */
export function sliceRows(
  table: Table,
  rows: Uint32Array,
  labels: Float64Array,
  timezone: string,
): ReadonlyMap<string, Slicing> {
  const chosen = takeRows(table, rows)
  const clock = localTexts(chosen, timezone)
  const slicings = new Map<string, Slicing>([['sensor', slicingOf(columnTexts(chosen, 'sensor_id') ?? [])]])
  for (const name of slicedColumns) {
    const texts = columnTexts(chosen, name)
    if (texts !== null) slicings.set(name, slicingOf(texts))
  }
  slicings.set('hour', slicingOf(clock.map((text) => text.slice(11, 13))))
  slicings.set('speed_regime', {
    codes: Int32Array.from(labels, speedRegimes.codeOf),
    names: speedRegimes.names,
  })
  return slicings.set('day', slicingOf(clock.map((text) => text.slice(0, 10))))
}

function slicingOf(texts: readonly string[]): Slicing {
  const collator = (a: string, b: string) => Number(a) - Number(b) || (a < b ? -1 : 1)
  const names = [...new Set(texts)].sort(collator)
  const codeByName = new Map(names.map((name, code) => [name, code]))
  return { codes: Int32Array.from(texts, (text) => codeByName.get(text) ?? -1), names }
}

/** Gives a column as text; `null` if the table has none of that name. */
function columnTexts(table: Table, name: string): readonly string[] | null {
  const column = table.columns.get(name)
  if (column === undefined) return null
  return Array.from({ length: table.numRows }, (_, row) => String(valueAt(column, row)))
}

/** Gives the wall clock of each row as `YYYY-MM-DDTHH:MM:SS`; an instant that sensors share is told once. */
function localTexts(table: Table, timezone: string): readonly string[] {
  const column = table.columns.get('timestamp')
  if (column?.kind !== 'instant') return []
  const clock = localClock(timezone)
  const textByInstant = new Map<number, string>()
  return Array.from(column.epochMs, (instant) => {
    const text = textByInstant.get(instant) ?? new Date(clock.localMs(instant)).toISOString().slice(0, 19)
    textByInstant.set(instant, text)
    return text
  })
}
