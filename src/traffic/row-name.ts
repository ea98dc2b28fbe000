import { type Table, valueAt } from '../table/table.ts'

/** Names a row by its key, for instance `A at 2024-01-01T08:00:00.000Z`; a null is named `null`. */
export function rowName(table: Table, row: number): string {
  const [sensor, instant] = ['sensor_id', 'timestamp'].map((name) => {
    const column = table.columns.get(name)
    return column === undefined ? null : valueAt(column, row)
  })
  return `${sensor} at ${instant}`
}
