import type { MlCommandResult_MlOperatorInfo } from '../gen/spark/connect/ml_pb.ts'
import type { SparkValue } from '../spark-value.ts'
import { valueFromLiteral } from '../value-from-literal.ts'

/** Something that the session keeps in the server under an id: a model, a summary, a tree. */
export interface SparkObject {
  readonly id: string
}

/** A fitted model in the server; it lives as long as the session, or until it is deleted. */
export interface SparkModel extends SparkObject {
  /** Class of the model if it was read, of its estimator if it was fitted. */
  readonly class: string
  readonly uid: string
  /** Params as they were given or saved; Spark's defaults are not among them. */
  readonly params: Readonly<Record<string, SparkValue>>
}

/** The id under which the server keeps what it tells of; '' if it keeps nothing. */
export function objectId({ type }: MlCommandResult_MlOperatorInfo): string {
  return type.case === 'objRef' ? type.value.id : ''
}

/** The params that the server tells of. */
export function paramsOfInfo({ params }: MlCommandResult_MlOperatorInfo): Record<string, SparkValue> {
  const entries = Object.entries(params?.params ?? {})
  return Object.fromEntries(entries.map(([name, literal]) => [name, valueFromLiteral(literal)]))
}
