import type { Frame } from '../frame.ts'
import type { Link } from '../link.ts'
import { newUid, operatorFrom, paramsFrom, type Stage, shortName } from './ml-operator.ts'
import { operatorInfoOf, runMlCommand } from './run-ml-command.ts'
import { objectId, type SparkModel } from './spark-model.ts'

/**
 * Fits an estimator on the rows of a frame.
 *
 * Trees that Spark cut short because a model may not grow beyond the size limit of the session are told to `warn`.
 *
 * @throws FreeflowError `engine` with Spark's error: an unknown class, a param, a column, the rows.
 */
export async function fitModel(link: Link, stage: Stage, { relation }: Frame): Promise<SparkModel> {
  const what = `fit ${shortName(stage.class)}`
  const uid = newUid(link, stage)
  const value = {
    estimator: operatorFrom(stage, 'estimator', uid),
    params: paramsFrom(stage),
    dataset: relation,
  }
  const info = operatorInfoOf(link, what, await runMlCommand(link, what, { case: 'fit', value }))
  return { id: objectId(info), class: stage.class, uid: info.uid ?? uid, params: stage.params ?? {} }
}
