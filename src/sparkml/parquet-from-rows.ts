import { parquetWriteBuffer } from 'hyparquet-writer'
import type { SparkStruct } from './spark-type.ts'

/** Footer key under which Spark keeps the StructType of a table; vectors are recognised by it alone. */
export const SCHEMA_KEY = 'org.apache.spark.sql.parquet.row.metadata'

/**
 * Gives a small table as the bytes of a Parquet file that Spark reads as its own; equal rows give equal bytes.
 *
 * For tables of a few hundred rows; a table of nodes goes through DuckDB.
 *
 * @param table  Names and types of the columns.
 * @param rows   One object a row, each with the fields of the struct; null only where the field allows it.
 */
export function parquetFromRows(
  table: SparkStruct,
  rows: readonly Readonly<Record<string, unknown>>[],
): Uint8Array {
  const elements = table.fields.flatMap(([name, type, repetition]) => type.elements(name, repetition))
  const buffer = parquetWriteBuffer({
    schema: [{ name: 'spark_schema', num_children: table.fields.length }, ...elements],
    columnData: table.fields.map(([name]) => ({ name, data: rows.map((row) => row[name]) })),
    codec: 'SNAPPY',
    kvMetadata: [{ key: SCHEMA_KEY, value: JSON.stringify(table.json) }],
    createdBy: 'freeflow',
  })
  return new Uint8Array(buffer)
}
