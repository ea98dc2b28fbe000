import type { MessageInitShape } from '@bufbuild/protobuf'
import { FreeflowError } from '../../errors.ts'
import type { Frame } from '../frame.ts'
import type { MlCommandResult } from '../gen/spark/connect/ml_pb.ts'
import type { FetchSchema } from '../gen/spark/connect/relations_pb.ts'
import type { Link } from '../link.ts'
import { literalFromValue } from '../literal-from-value.ts'
import type { InputValue, SparkValue } from '../spark-value.ts'
import { valueFromLiteral } from '../value-from-literal.ts'
import { runMlCommand } from './run-ml-command.ts'
import { objectId, type SparkObject } from './spark-model.ts'

/** A method of an object of Spark: its name, or with arguments. */
export type Step = string | { readonly method: string; readonly args: readonly (InputValue | Frame)[] }

/**
 * Reads an attribute of a model: `coefficients`, `featureImportances`, or of what it leads to: `summary`, `r2`.
 *
 * Which are allowed is for Spark to say.
 *
 * @throws FreeflowError `engine` if there is none of that name, or it is an object itself.
 */
export async function fetchAttribute(
  link: Link,
  object: SparkObject,
  path: readonly Step[],
): Promise<SparkValue> {
  const result = await runFetch(link, object, path)
  if (result.case === 'param') return valueFromLiteral(result.value)
  throw unexpected(link, path, 'a value', result)
}

/**
 * Reads an attribute that is an object or several, which the session then keeps: `evaluate` with a frame gives a
 * summary, `trees` one model a tree. Delete them when they are no longer needed.
 */
export async function fetchObjects(
  link: Link,
  object: SparkObject,
  path: readonly Step[],
): Promise<SparkObject[]> {
  const result = await runFetch(link, object, path)
  if (result.case === 'summary') return [{ id: result.value }]
  // Spark lists the ids of several objects in one text
  if (result.case === 'operatorInfo')
    return objectId(result.value)
      .split(',')
      .map((id) => ({ id }))
  throw unexpected(link, path, 'an object', result)
}

function runFetch(
  link: Link,
  { id }: SparkObject,
  path: readonly Step[],
): Promise<MlCommandResult['resultType']> {
  const methods = path.map(methodFrom)
  return runMlCommand(link, nameOf(path), { case: 'fetch', value: { objRef: { id }, methods } })
}

function methodFrom(step: Step): NonNullable<MessageInitShape<typeof FetchSchema>['methods']>[number] {
  if (typeof step === 'string') return { method: step }
  const args = step.args.map((arg) => {
    if (typeof arg === 'object' && 'relation' in arg) {
      return { argsType: { case: 'input', value: arg.relation } as const }
    }
    return { argsType: { case: 'param', value: literalFromValue(arg) } as const }
  })
  return { method: step.method, args }
}

function nameOf(path: readonly Step[]): string {
  return path.map((step) => (typeof step === 'string' ? step : step.method)).join('.')
}

function unexpected(
  link: Link,
  path: readonly Step[],
  rule: string,
  { case: got }: MlCommandResult['resultType'],
) {
  return new FreeflowError(
    'engine',
    `${link.place}: ${nameOf(path)} must be ${rule}, got ${got ?? 'nothing'}`,
  )
}
