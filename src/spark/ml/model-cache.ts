import { FreeflowError } from '../../errors.ts'
import type { Link } from '../link.ts'
import type { SparkValue } from '../spark-value.ts'
import { valueFromLiteral } from '../value-from-literal.ts'
import { runMlCommand } from './run-ml-command.ts'
import type { SparkModel, SparkObject } from './spark-model.ts'

/** Lets the server forget objects; frames that they make can no longer be used. */
export async function deleteObjects(link: Link, objects: readonly SparkObject[]): Promise<void> {
  await runMlCommand(link, 'delete', {
    case: 'delete',
    value: { objRefs: objects.map(({ id }) => ({ id })) },
  })
}

/** Lets the server forget all objects of the session (Spark 4.1 and later). */
export async function deleteAllObjects(link: Link): Promise<void> {
  await runMlCommand(link, 'delete all', { case: 'cleanCache', value: {} })
}

/** What the server keeps for the session, one text an object (Spark 4.1 and later). */
export async function listObjects(link: Link): Promise<string[]> {
  const value = await askValue(link, 'list', { case: 'getCacheInfo', value: {} })
  return Array.isArray(value) ? value.map(String) : []
}

/** The size of a model in bytes, as the server estimates it (Spark 4.1 and later). */
export async function sizeOfModel(link: Link, { id }: SparkModel): Promise<number> {
  return Number(await askValue(link, 'size', { case: 'getModelSize', value: { modelRef: { id } } }))
}

async function askValue(
  link: Link,
  what: string,
  command: Parameters<typeof runMlCommand>[2],
): Promise<SparkValue> {
  const result = await runMlCommand(link, what, command)
  if (result.case === 'param') return valueFromLiteral(result.value)
  throw new FreeflowError(
    'engine',
    `${link.place}: ${what}: the answer must be a value, got ${result.case ?? 'none'}`,
  )
}
