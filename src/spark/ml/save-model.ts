import type { Link } from '../link.ts'
import { fetchAttribute } from './fetch-attribute.ts'
import { operatorFrom, shortName } from './ml-operator.ts'
import { operatorInfoOf, runMlCommand } from './run-ml-command.ts'
import { objectId, paramsOfInfo, type SparkModel } from './spark-model.ts'

/** The object by which the server changes folders. */
const helper = { id: '______ML_CONNECT_HELPER______' }

/** How a model is written. */
export interface SaveOptions {
  /** `overwrite` removes what is there; default `fail`. */
  readonly ifThere?: 'fail' | 'overwrite'
}

/**
 * Lets the server write a model to a folder, in Spark's format.
 *
 * @param path  As URI or path of the server.
 * @throws FreeflowError `engine` if the folder is there.
 */
export async function saveModel(
  link: Link,
  { id }: SparkModel,
  path: string,
  { ifThere = 'fail' }: SaveOptions = {},
): Promise<void> {
  const value = {
    type: { case: 'objRef', value: { id } } as const,
    path,
    shouldOverwrite: ifThere === 'overwrite',
  }
  await runMlCommand(link, `save to ${path}`, { case: 'write', value })
}

/**
 * Lets the server read a model from a folder.
 *
 * @param name  Its class: `org.apache.spark.ml.regression.RandomForestRegressionModel`; another one is an error.
 */
export async function loadModel(link: Link, name: string, path: string): Promise<SparkModel> {
  const what = `load ${shortName(name)} from ${path}`
  const value = { operator: operatorFrom({ class: name }, 'model', ''), path }
  const info = operatorInfoOf(link, what, await runMlCommand(link, what, { case: 'read', value }))
  return { id: objectId(info), class: name, uid: info.uid ?? '', params: paramsOfInfo(info) }
}

/** Lets the server remove a folder with all that is in it; one that is not there is no error. */
export async function removeFolder(link: Link, path: string): Promise<void> {
  await fetchAttribute(link, helper, [{ method: 'handleOverwrite', args: [path, true] }])
}
