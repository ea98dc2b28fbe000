import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { FreeflowError } from '../errors.ts'
import { type Expression_Literal, Expression_LiteralSchema } from './gen/spark/connect/expressions_pb.ts'
import type { DataTypeSchema } from './gen/spark/connect/types_pb.ts'
import type { InputValue } from './spark-value.ts'

type Scalar = boolean | number | bigint | string
type Kind = 'boolean' | 'integer' | 'long' | 'double' | 'string'
type LiteralType = NonNullable<MessageInitShape<typeof Expression_LiteralSchema>['literalType']>

const typeByKind: Readonly<Record<Kind, NonNullable<MessageInitShape<typeof DataTypeSchema>['kind']>>> = {
  boolean: { case: 'boolean', value: {} },
  integer: { case: 'integer', value: {} },
  long: { case: 'long', value: {} },
  double: { case: 'double', value: {} },
  string: { case: 'string', value: { collation: 'UTF8_BINARY' } },
}

/**
 * Writes a value as a literal of Spark: an integer of 32 bits as int, one of 64 as long, another number as double.
 *
 * Spark turns int into the long or double that a param asks for. All elements of an array get the widest type that
 * one of them needs.
 *
 * @throws FreeflowError `usage` for a bigint of more than 64 bits and for an array of both text and numbers.
 */
export function literalFromValue(value: InputValue): Expression_Literal {
  return create(Expression_LiteralSchema, {
    literalType: isArray(value) ? arrayOf(value) : scalarOf(kindOf(value), value),
  })
}

// Array.isArray does not narrow a readonly array
function isArray(value: InputValue): value is readonly number[] | readonly string[] {
  return Array.isArray(value)
}

function arrayOf(values: readonly Scalar[]): LiteralType {
  const kind = widestKind(values)
  const elements = values.map((value) => ({ literalType: scalarOf(kind, value) }))
  return { case: 'array', value: { elementType: { kind: typeByKind[kind] }, elements } }
}

function widestKind(values: readonly Scalar[]): Kind {
  const kinds = new Set(values.map(kindOf))
  if (kinds.size <= 1) return [...kinds][0] ?? 'string'
  if (kinds.has('string') || kinds.has('boolean')) {
    throw new FreeflowError(
      'usage',
      `an array for Spark must be all text or all numbers, got ${[...kinds].join(', ')}`,
    )
  }
  return kinds.has('double') ? 'double' : 'long'
}

function kindOf(value: Scalar): Kind {
  if (typeof value === 'boolean' || typeof value === 'string')
    return typeof value === 'string' ? 'string' : 'boolean'
  if (typeof value === 'bigint') return 'long'
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return 'double'
  return value === (value | 0) ? 'integer' : 'long'
}

function scalarOf(kind: Kind, value: Scalar): LiteralType {
  switch (kind) {
    case 'boolean':
      return { case: kind, value: value === true }
    case 'string':
      return { case: kind, value: String(value) }
    case 'integer':
    case 'double':
      return { case: kind, value: Number(value) }
    case 'long':
      return { case: kind, value: longFrom(BigInt(value)) }
  }
}

function longFrom(value: bigint): bigint {
  if (value !== BigInt.asIntN(64, value))
    throw new FreeflowError('usage', `an integer for Spark must have 64 bits, got ${value}`)
  return value
}
