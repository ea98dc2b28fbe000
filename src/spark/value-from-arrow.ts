import { MapRow, StructRow, Vector } from 'apache-arrow'
import type { DataType } from './gen/spark/connect/types_pb.ts'
import type { SparkValue } from './spark-value.ts'
import { vectorFromFields } from './spark-vector.ts'

/**
 * Reads a value that Arrow holds as the type that it has in Spark.
 *
 * Dates come as `YYYY-MM-DD`, instants in milliseconds since 1970 with a fraction, decimals as text, long integers as
 * bigint.
 *
 * @param value  What a vector of Arrow gives for a row.
 */
export function valueFromArrow(value: unknown, type: DataType | undefined): SparkValue {
  if (value === null || value === undefined) return null
  switch (type?.kind.case) {
    case 'date':
      return new Date(Number(value)).toISOString().slice(0, 10)
    case 'decimal':
      return decimalText(value, type.kind.value.scale ?? 0)
    case 'array':
      return elementsOf(value, type.kind.value.elementType)
    case 'struct': {
      const fields = type.kind.value.fields
      const values = fieldsOf(value)
      return Object.fromEntries(
        fields.map(({ name, dataType }, at) => [name, valueFromArrow(values[at], dataType)]),
      )
    }
    case 'map':
      return mapOf(value, type.kind.value.keyType, type.kind.value.valueType)
    case 'udt':
      return type.kind.value.jvmClass?.endsWith('.VectorUDT')
        ? vectorOf(value)
        : valueFromArrow(value, type.kind.value.sqlType)
    default:
      return plainValue(value)
  }
}

function plainValue(value: unknown): SparkValue {
  const isPlain = typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
  if (isPlain || typeof value === 'bigint' || value instanceof Uint8Array) return value
  return String(value)
}

function elementsOf(value: unknown, type: DataType | undefined): SparkValue[] {
  return value instanceof Vector ? Array.from(value, (element: unknown) => valueFromArrow(element, type)) : []
}

function fieldsOf(value: unknown): readonly unknown[] {
  return value instanceof StructRow ? value.toArray() : []
}

function mapOf(value: unknown, keyType: DataType | undefined, valueType: DataType | undefined): SparkValue {
  const entries: Iterable<readonly [unknown, unknown]> = value instanceof MapRow ? value : []
  return new Map(
    Array.from(entries, ([key, held]) => [valueFromArrow(key, keyType), valueFromArrow(held, valueType)]),
  )
}

function vectorOf(value: unknown): SparkValue {
  const [form, size, indices, values] = fieldsOf(value)
  return vectorFromFields(
    Number(form),
    size === null ? null : Number(size),
    numbersOf(indices),
    numbersOf(values),
  )
}

function numbersOf(value: unknown): Float64Array {
  return value instanceof Vector ? Float64Array.from(value, Number) : new Float64Array()
}

/**
 * Writes a decimal out of its unscaled integer, least significant 32 bits first, in two's complement.
 */
function decimalText(value: unknown, scale: number): string {
  if (!(value instanceof Uint32Array)) return String(value)
  const unsigned = value.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n)
  const unscaled = BigInt.asIntN(32 * value.length, unsigned)
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  const [whole, fraction] = [digits.slice(0, digits.length - scale), digits.slice(digits.length - scale)]
  return `${unscaled < 0n ? '-' : ''}${whole}${scale > 0 ? `.${fraction}` : ''}`
}
