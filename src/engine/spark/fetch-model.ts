import { FreeflowError } from '../../errors.ts'
import type { Params } from '../../model/params.ts'
import type { ModelName, RegressionModel } from '../../model/regression-model.ts'
import type { SparkModel } from '../../spark/ml/spark-model.ts'
import { readModel } from '../../sparkml/read-model.ts'
import type { SparkRun } from './spark-run.ts'

/**
 * Brings a model from Spark into this process: Spark writes it to the staging place, and it is read from there.
 *
 * @param params  The parameters that it was trained with, of which Spark's files have more.
 * @throws FreeflowError `engine` where Spark writes to a place that is not seen from here.
 */
export async function fetchModel(
  { session, staging }: SparkRun,
  name: ModelName,
  params: Params,
  model: SparkModel,
): Promise<RegressionModel> {
  const uri = await staging.open(name)
  await session.save(model, uri, { ifThere: 'overwrite' })
  const read = await staging.read(name, readModel).catch((cause: unknown) => {
    if (!(cause instanceof FreeflowError) || cause.code !== 'data') throw cause
    throw new FreeflowError(
      'engine',
      `Spark saved ${name} to ${uri}, but it cannot be read there: ${cause.message}`,
      {
        hint: 'server, workers and freeflow must share the place: give --models hdfs://..., or a --work that all of them mount',
        cause,
      },
    )
  })
  await session.removeFolder(uri)
  if (read.kind === name) return { ...read, params }
  throw new FreeflowError('unexpected', `${uri} held a ${read.kind}, not a ${name}`)
}
