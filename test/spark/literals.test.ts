import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { FreeflowError } from '../../src/errors.ts'
import {
  type Expression_Literal,
  Expression_LiteralSchema,
} from '../../src/spark/gen/spark/connect/expressions_pb.ts'
import { DataTypeSchema } from '../../src/spark/gen/spark/connect/types_pb.ts'
import { literalFromValue } from '../../src/spark/literal-from-value.ts'
import { valuesFromVector } from '../../src/spark/spark-vector.ts'
import { valueFromLiteral } from '../../src/spark/value-from-literal.ts'

/** The type that an array declares, and its elements. */
function elementsOf({ literalType }: Expression_Literal) {
  if (literalType.case !== 'array') throw new Error(`got ${literalType.case}`)
  const { elementType, elements } = literalType.value
  return [elementType?.kind.case, elements.map((element) => element.literalType.value)]
}

describe('a value', () => {
  it('goes to Spark as int, long or double, whichever holds it', () => {
    const values = [7, -(2 ** 31), 2 ** 31, 42n, -(2n ** 63n), 0.82, -0, 2 ** 60, Number.POSITIVE_INFINITY]
    expect(values.map((value) => literalFromValue(value).literalType)).toEqual([
      { case: 'integer', value: 7 },
      { case: 'integer', value: -(2 ** 31) },
      { case: 'long', value: 2n ** 31n },
      { case: 'long', value: 42n },
      { case: 'long', value: -(2n ** 63n) },
      { case: 'double', value: 0.82 },
      { case: 'double', value: -0 },
      { case: 'double', value: 2 ** 60 },
      { case: 'double', value: Number.POSITIVE_INFINITY },
    ])
    expect(literalFromValue(true).literalType).toEqual({ case: 'boolean', value: true })
    expect(literalFromValue('auto').literalType).toEqual({ case: 'string', value: 'auto' })
  })

  it('that is an array goes with the one type that holds all of its elements', () => {
    const arrays = [['a', 'b'], [1, 2], [1, 2.5], [1, 2 ** 40], []]
    expect(arrays.map((values) => elementsOf(literalFromValue(values)))).toEqual([
      ['string', ['a', 'b']],
      ['integer', [1, 2]],
      ['double', [1, 2.5]],
      ['long', [1n, 2n ** 40n]],
      ['string', []],
    ])
  })

  it('of more than 64 bits is refused', () => {
    expect(() => literalFromValue(2n ** 63n)).toThrow(FreeflowError)
  })

  it('comes back as it went', () => {
    for (const value of [true, 'a', 3, 2n ** 40n, 0.5, ['a', 'b'], [1.5, 2]]) {
      expect(valueFromLiteral(literalFromValue(value))).toEqual(value)
    }
  })
})

describe('a literal of Spark', () => {
  const vectorType = {
    kind: { case: 'udt', value: { type: 'udt', jvmClass: 'org.apache.spark.ml.linalg.VectorUDT' } },
  } as const
  const byte = (value: number) => ({ literalType: { case: 'byte', value } as const })
  const integer = (value: number) => ({ literalType: { case: 'integer', value } as const })
  const doubles = (...values: number[]) => {
    const specializedArray = { valueType: { case: 'doubles', value: { values } } } as const
    return { literalType: { case: 'specializedArray', value: specializedArray } as const }
  }
  const ints = (...values: number[]) => {
    const specializedArray = { valueType: { case: 'ints', value: { values } } } as const
    return { literalType: { case: 'specializedArray', value: specializedArray } as const }
  }
  const nothing = { literalType: { case: 'null', value: {} } as const }

  it('that is a dense vector gives its values', () => {
    const elements = [byte(1), nothing, nothing, doubles(1.5, -2)]
    const literal = create(Expression_LiteralSchema, {
      literalType: { case: 'struct', value: { structType: vectorType, elements } },
    })
    expect(valueFromLiteral(literal)).toEqual({ kind: 'dense', values: Float64Array.of(1.5, -2) })
  })

  it('that is a sparse vector gives its places and values, here with the newer place of its type', () => {
    const elements = [byte(0), integer(4), ints(1, 3), doubles(0.25, 0.75)]
    const literal = create(Expression_LiteralSchema, {
      literalType: { case: 'struct', value: { elements } },
      dataType: vectorType,
    })
    const vector = valueFromLiteral(literal)
    expect(vector).toEqual({
      kind: 'sparse',
      size: 4,
      indices: Int32Array.of(1, 3),
      values: Float64Array.of(0.25, 0.75),
    })
  })

  it('that is a struct has the names of its type, and a map its keys', () => {
    const fields = [{ name: 'rmse', dataType: vectorType }]
    const structType = create(DataTypeSchema, { kind: { case: 'struct', value: { fields } } })
    const struct = create(Expression_LiteralSchema, {
      literalType: { case: 'struct', value: { structType, elements: [integer(3)] } },
    })
    const literal = create(Expression_LiteralSchema, {
      literalType: { case: 'map', value: { keys: [integer(1)], values: [struct] } },
    })
    expect(valueFromLiteral(literal)).toEqual(new Map([[1, { rmse: 3 }]]))
  })

  it('of a kind that we do not know is null', () => {
    expect(valueFromLiteral(create(Expression_LiteralSchema, {}))).toBeNull()
  })
})

describe('the values of a vector', () => {
  it('are those of a dense one, and with zeros those of a sparse one', () => {
    expect(valuesFromVector({ kind: 'dense', values: Float64Array.of(1, 2) })).toEqual(Float64Array.of(1, 2))
    const sparse = {
      kind: 'sparse',
      size: 4,
      indices: Int32Array.of(1, 3),
      values: Float64Array.of(5, 6),
    } as const
    expect(valuesFromVector(sparse)).toEqual(Float64Array.of(0, 5, 0, 6))
  })
})
