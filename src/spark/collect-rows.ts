import type { Frame } from './frame.ts'
import type { DataType_StructField } from './gen/spark/connect/types_pb.ts'
import type { Link } from './link.ts'
import { type Batch, readBatches } from './read-batches.ts'
import type { SparkValue } from './spark-value.ts'
import { valueFromArrow } from './value-from-arrow.ts'

/** A row by the names of its columns. */
export type SparkRow = Readonly<Record<string, SparkValue>>

/**
 * Runs a frame and gives all its rows, in Spark's order.
 *
 * For rows that fit in memory as objects; `readBatches` gives them as Arrow has them, one batch after another. Of
 * columns with one name the last is kept.
 *
 * @throws FreeflowError as `executePlan`.
 */
export async function collectRows(link: Link, frame: Frame): Promise<SparkRow[]> {
  const rows: SparkRow[] = []
  for await (const batch of readBatches(link, frame)) appendRows(rows, batch)
  return rows
}

function appendRows(rows: SparkRow[], { rows: batch, type }: Batch): void {
  const fields: readonly DataType_StructField[] = type.kind.case === 'struct' ? type.kind.value.fields : []
  const columns = fields.map(({ name, dataType }, at) => ({ name, dataType, vector: batch.getChildAt(at) }))
  for (let row = 0; row < batch.numRows; row++) {
    rows.push(
      Object.fromEntries(
        columns.map(({ name, dataType, vector }) => [name, valueFromArrow(vector?.get(row), dataType)]),
      ),
    )
  }
}
