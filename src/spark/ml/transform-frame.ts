import { type Frame, frameFrom } from '../frame.ts'
import type { Link } from '../link.ts'
import { newUid, operatorFrom, paramsFrom, type Stage } from './ml-operator.ts'
import type { SparkModel } from './spark-model.ts'

/**
 * Makes a frame of another one by a model, or by a stage that needs no fit (VectorAssembler, SQLTransformer).
 *
 * Nothing runs yet: the model must be there until the frame is used for the last time.
 *
 * @param params  Params of a model for this frame only: `predictionCol`, for instance.
 */
export function transformFrame(
  link: Link,
  stage: SparkModel | Stage,
  { relation: input }: Frame,
  params?: Stage['params'],
): Frame {
  const operator =
    'id' in stage
      ? ({ case: 'objRef', value: { id: stage.id } } as const)
      : ({ case: 'transformer', value: operatorFrom(stage, 'transformer', newUid(link, stage)) } as const)
  const given = 'id' in stage ? params : { ...stage.params, ...params }
  const value = { operator, input, params: paramsFrom({ params: given ?? {} }) }
  return frameFrom(link, { case: 'mlRelation', value: { mlType: { case: 'transform', value } } })
}
