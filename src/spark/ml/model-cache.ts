import { FreeflowError } from '../../errors.ts'
import type { Link } from '../link.ts'
import type { SparkValue } from '../spark-value.ts'
import { valueFromLiteral } from '../value-from-literal.ts'
import { runMlCommand } from './run-ml-command.ts'
import type { SparkModel } from './spark-model.ts'

/**
 * Whether the server can list, measure and clear what a session keeps, and restore summaries: Spark 4.1 and later.
 * It is asked rather than guessed from its version.
 */
export async function hasModelCache(link: Link): Promise<boolean> {
  try {
    await listObjects(link)
    return true
  } catch (error) {
    if (error instanceof FreeflowError && error.message.includes('COMMAND_NOT_SET')) return false
    throw error
  }
}

/** What the server keeps for the session, one text an object, with its id, class and size; see {@link hasModelCache}. */
export async function listObjects(link: Link): Promise<string[]> {
  const value = await askValue(link, 'list of models', { case: 'getCacheInfo', value: {} })
  return Array.isArray(value) ? value.map(String) : []
}

/** The size of a model in bytes, as the server estimates it; see {@link hasModelCache}. */
export async function sizeOfModel(link: Link, { id }: SparkModel): Promise<number> {
  return Number(await askValue(link, 'size of model', { case: 'getModelSize', value: { modelRef: { id } } }))
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
