import { resolve } from 'node:path'
import { FreeflowError } from '../../errors.ts'
import { isHdfsUri } from '../../hdfs/hdfs-uri.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { SparkField } from '../../spark/spark-field.ts'
import type { ColumnType } from '../../table/query-table.ts'
import { checkColumns } from '../../traffic/check-columns.ts'
import type { LoadRowsOptions } from '../data-options.ts'
import type { LearningTask } from '../engine.ts'
import { expectedColumns, presentFeatures } from '../expected-columns.ts'
import { sqlName } from './sql-text.ts'
import { type DateLimits, withinDays } from './within-days.ts'

/** A feature table as Spark sees it, cut down to the dates. */
export interface OpenTable {
  /** Queries of the rows within the dates, and of the files that are read for them; see `withinDays`. */
  readonly sql: ReturnType<typeof withinDays>
  /** Names of the expected columns that are there, and of the others. */
  readonly names: readonly string[]
  readonly absentColumns: readonly string[]
  /** Names of the columns of strings among them. */
  readonly strings: ReadonlySet<string>
  /** DuckDB's name of the type of the column timestamp. */
  readonly timestampType: string
}

/**
 * Opens a feature table in Spark and checks its columns; reads no rows.
 *
 * @param absent  Columns that the source declares it does not have.
 * @throws FreeflowError `data` where the path is not there, holds readings, or lacks columns (all in one message).
 */
export async function openTable(
  session: SparkSession,
  options: Pick<LoadRowsOptions, 'data'> & DateLimits,
  task: LearningTask,
  absent: readonly string[],
): Promise<OpenTable> {
  const { data } = options
  const source = `parquet.${sqlName(sparkPath(data))}`
  const fields = await session.schema(session.sql(`SELECT * FROM ${source}`)).catch((error: unknown) => {
    throw asDataError(error, data)
  })
  const types = fields.map(({ name, type }): ColumnType => [name, duckDbType(type)])
  refuseReadings(data, fields, task)
  const expected = expectedColumns(task)
  const names = checkColumns(data, { types, doubled: [], absent }, expected)
  const timestampType = duckDbType(typeOf(fields, 'timestamp'))
  return {
    sql: withinDays(source, fields, options),
    names,
    absentColumns: expected.flatMap(({ name }) => (names.includes(name) ? [] : [name])),
    strings: new Set(names.filter((name) => duckDbType(typeOf(fields, name)) === 'VARCHAR')),
    timestampType,
  }
}

/** Gives the path of data as Spark takes it: a URI of HDFS as it is, a path of the local disk with its scheme. */
function sparkPath(data: string): string {
  return isHdfsUri(data) ? data : `file://${resolve(data)}`
}

function typeOf(fields: readonly SparkField[], name: string): string {
  return fields.find((field) => field.name === name)?.type ?? ''
}

const duckDbTypes: Readonly<Record<string, string>> = {
  int: 'INTEGER',
  string: 'VARCHAR',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  timestamp_ntz: 'TIMESTAMP',
}

/** Gives the name that DuckDB has for a type of Spark, as the checks of columns know those. */
function duckDbType(type: string): string {
  if (/^(var)?char/.test(type)) return 'VARCHAR'
  return duckDbTypes[type] ?? type.toUpperCase()
}

const makeFirst =
  'make a feature table first: freeflow features --data READINGS --out TABLE, and give --data TABLE'

function refuseReadings(data: string, fields: readonly SparkField[], { features }: LearningTask): void {
  const { numeric, categorical } = presentFeatures(features, (name) => typeOf(fields, name) !== '')
  if (numeric.length + categorical.length > 0) return
  throw new FreeflowError('data', `${data}: is no feature table, it has none of the features`, {
    hint: makeFirst,
  })
}

/** What Spark says where nothing is there, and where something is that is no Parquet. */
const absentTexts = ['PATH_NOT_FOUND', 'FILE_NOT_EXIST', 'does not exist']
const foreignTexts = ['UNABLE_TO_INFER_SCHEMA', 'FAILED_READ_FILE', 'is not a Parquet file']

function asDataError(error: unknown, data: string): unknown {
  if (!(error instanceof FreeflowError)) return error
  const { message } = error
  const isAbsent = absentTexts.some((name) => message.includes(name))
  if (!isAbsent && !foreignTexts.some((name) => message.includes(name))) return error
  return new FreeflowError('data', `${data}: Spark reads no Parquet there: ${message}`, {
    hint: isAbsent
      ? 'the server and its workers must see the same path, also below --work: use a shared file system (docs/cluster.md)'
      : makeFirst,
    cause: error,
  })
}
