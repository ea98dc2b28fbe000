import type { Expression_Literal } from './gen/spark/connect/expressions_pb.ts'
import type { DataType } from './gen/spark/connect/types_pb.ts'
import type { SparkValue } from './spark-value.ts'
import { vectorFromFields } from './spark-vector.ts'

/** Reads a literal that Spark sent: a param, an attribute of a model, a metric. Kinds that we do not know are null. */
export function valueFromLiteral({ literalType, dataType }: Expression_Literal): SparkValue {
  switch (literalType.case) {
    case undefined:
    case 'null':
      return null
    case 'array':
      return literalType.value.elements.map(valueFromLiteral)
    case 'specializedArray':
      return literalType.value.valueType.value?.values ?? []
    case 'struct':
      return structFrom(
        literalType.value.elements.map(valueFromLiteral),
        literalType.value.structType ?? dataType,
      )
    case 'map': {
      const { keys, values } = literalType.value
      return new Map(keys.map((key, at) => [valueFromLiteral(key), valueFromLiteral(values[at])]))
    }
    default:
      return literalType.value
  }
}

function structFrom(elements: readonly SparkValue[], type: DataType | undefined): SparkValue {
  if (type?.kind.case === 'udt' && type.kind.value.jvmClass?.endsWith('.VectorUDT')) {
    const [form, size, indices, values] = elements
    return vectorFromFields(
      Number(form),
      size === null ? null : Number(size),
      numbersOf(indices),
      numbersOf(values),
    )
  }
  if (type?.kind.case !== 'struct') return elements
  return Object.fromEntries(type.kind.value.fields.map(({ name }, at) => [name, elements[at]]))
}

function numbersOf(value: SparkValue): number[] {
  return Array.isArray(value) ? value.map(Number) : []
}
