import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  type MlOperatorSchema,
  type MlParamsSchema,
  MlOperator_OperatorType as OperatorType,
} from '../gen/spark/connect/ml_common_pb.ts'
import type { Link } from '../link.ts'
import { literalFromValue } from '../literal-from-value.ts'
import type { InputValue } from '../spark-value.ts'

/** A stage of Spark ML that is not fitted: its class and params. */
export interface Stage {
  /** In full: `org.apache.spark.ml.regression.RandomForestRegressor`. */
  readonly class: string
  /** By Spark's names; what is not given keeps Spark's default. */
  readonly params?: Readonly<Record<string, InputValue>>
}

const types = {
  estimator: OperatorType.ESTIMATOR,
  transformer: OperatorType.TRANSFORMER,
  evaluator: OperatorType.EVALUATOR,
  model: OperatorType.MODEL,
} as const

/** What a class is to Spark ML. */
export type StageKind = keyof typeof types

/** A new uid of the form that Spark itself uses: `RandomForestRegressor_0123456789ab`. */
export function newUid({ newId }: Link, { class: name }: Stage): string {
  return `${shortName(name)}_${newId().slice(-12)}`
}

/** Names a stage to Spark. */
export function operatorFrom(
  { class: name }: Stage,
  kind: StageKind,
  uid: string,
): MessageInitShape<typeof MlOperatorSchema> {
  return { name, uid, type: types[kind] }
}

/** Writes the params of a stage for Spark. */
export function paramsFrom({ params = {} }: Pick<Stage, 'params'>): MessageInitShape<typeof MlParamsSchema> {
  const entries = Object.entries(params).map(([name, value]) => [name, literalFromValue(value)])
  return { params: Object.fromEntries(entries) }
}

/** The last part of a class: `RandomForestRegressor`. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
