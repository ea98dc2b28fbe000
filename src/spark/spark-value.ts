import type { SparkVector } from './spark-vector.ts'

/** A value that Spark gave: long integers as bigint, dates and decimals as text, instants in milliseconds. */
export type SparkValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | SparkVector
  | ReadonlyMap<SparkValue, SparkValue>
  | readonly SparkValue[]
  | { readonly [name: string]: SparkValue }

/** A value that goes to Spark: integers of 32 bits as int, larger ones and bigint as long, other numbers as double. */
export type InputValue = boolean | number | bigint | string | readonly number[] | readonly string[]
