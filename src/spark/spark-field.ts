import type { DataType } from './gen/spark/connect/types_pb.ts'

/** A column of a frame. */
export interface SparkField {
  readonly name: string
  /** As SQL writes it: `double`, `bigint`, `array<string>`; a vector of Spark ML is `vector`. */
  readonly type: string
  readonly isNullable: boolean
}

const sqlByCase: Readonly<Partial<Record<string, string>>> = {
  null: 'void',
  byte: 'tinyint',
  short: 'smallint',
  integer: 'int',
  long: 'bigint',
  timestampNtz: 'timestamp_ntz',
}

/** The columns of a row of this type; none if it is no row. */
export function fieldsFromType(type: DataType | undefined): SparkField[] {
  if (type?.kind.case !== 'struct') return []
  return type.kind.value.fields.map(({ name, dataType, nullable }) => {
    return { name, type: sqlFromType(dataType), isNullable: nullable }
  })
}

function sqlFromType(type: DataType | undefined): string {
  if (type === undefined) return 'unknown'
  switch (type.kind.case) {
    case undefined:
      return 'unknown'
    case 'decimal':
      return `decimal(${type.kind.value.precision ?? 10},${type.kind.value.scale ?? 0})`
    case 'char':
      return `char(${type.kind.value.length})`
    case 'varChar':
      return `varchar(${type.kind.value.length})`
    case 'array':
      return `array<${sqlFromType(type.kind.value.elementType)}>`
    case 'map':
      return `map<${sqlFromType(type.kind.value.keyType)},${sqlFromType(type.kind.value.valueType)}>`
    case 'struct':
      return `struct<${fieldsFromType(type).map((field) => `${field.name}:${field.type}`)}>`
    case 'udt':
      return type.kind.value.jvmClass?.endsWith('.VectorUDT')
        ? 'vector'
        : sqlFromType(type.kind.value.sqlType)
    default:
      return sqlByCase[type.kind.case] ?? type.kind.case
  }
}
