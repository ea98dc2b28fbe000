import type { Link } from '../link.ts'
import { runMlCommand } from './run-ml-command.ts'
import type { SparkObject } from './spark-model.ts'

/** Lets the server forget objects; frames that they make can no longer be used. */
export async function deleteObjects(link: Link, objects: readonly SparkObject[]): Promise<void> {
  await runMlCommand(link, 'delete', {
    case: 'delete',
    value: { objRefs: objects.map(({ id }) => ({ id })) },
  })
}

/** Lets the server forget all objects of the session; see `hasModelCache`. */
export async function deleteAllObjects(link: Link): Promise<void> {
  await runMlCommand(link, 'delete all', { case: 'cleanCache', value: {} })
}
