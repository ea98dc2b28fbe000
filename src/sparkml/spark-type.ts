import type { FieldRepetitionType, SchemaElement } from 'hyparquet'

/** A column type in both languages of a Spark table: Spark's own and Parquet's. */
export interface SparkType {
  /** As it stands in the StructType JSON of the footer. */
  readonly json: unknown
  /** As it stands in the Parquet schema, parents before children. */
  elements(name: string, repetition: FieldRepetitionType): SchemaElement[]
}

/** Name, type and whether the column may be null. */
type SparkField = readonly [name: string, type: SparkType, repetition: 'REQUIRED' | 'OPTIONAL']

/** A group of fields; a table is the group of its columns. */
export interface SparkStruct extends SparkType {
  readonly fields: readonly SparkField[]
}

/** The types of which Spark's model tables are made. */
export const sparkTypes = {
  byte: leaf('byte', { type: 'INT32', converted_type: 'INT_8' }),
  integer: leaf('integer', { type: 'INT32' }),
  long: leaf('long', { type: 'INT64' }),
  double: leaf('double', { type: 'DOUBLE' }),
  string: leaf('string', {
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    logical_type: { type: 'STRING' },
  }),

  /** A list in three levels; `repetition` says whether an element may be null. */
  array(element: SparkType, repetition: 'REQUIRED' | 'OPTIONAL'): SparkType {
    return {
      json: { type: 'array', elementType: element.json, containsNull: repetition === 'OPTIONAL' },
      elements: (name, own) => [
        {
          name,
          repetition_type: own,
          converted_type: 'LIST',
          logical_type: { type: 'LIST' },
          num_children: 1,
        },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...element.elements('element', repetition),
      ],
    }
  },

  struct(fields: readonly SparkField[]): SparkStruct {
    return {
      fields,
      json: {
        type: 'struct',
        fields: fields.map(([name, { json }, repetition]) => ({
          name,
          type: json,
          nullable: repetition === 'OPTIONAL',
          metadata: {},
        })),
      },
      elements: (name, repetition) => [
        { name, repetition_type: repetition, num_children: fields.length },
        ...fields.flatMap(([field, type, own]) => type.elements(field, own)),
      ],
    }
  },
}

function leaf(json: string, element: Omit<SchemaElement, 'name'>): SparkType {
  return {
    json,
    elements: (name, repetition) => [{ ...element, name, repetition_type: repetition }],
  }
}
