import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import type { PipelineModel, Stage } from '../prepare/pipeline-model.ts'
import { checkShape } from './check-shape.ts'
import { readMetadata } from './read-metadata.ts'
import { readStage } from './read-stage.ts'
import { sparkClasses } from './spark-class.ts'
import { stageDirectory } from './stage-directory.ts'

const pipelineShape = z.object({
  // a uid is part of a path: it must not lead out of the pipeline
  stageUids: z.array(z.string().regex(/^[^/\\\0]+$/, 'a uid must be a file name')).min(1),
})

/**
 * Lists the directories of a pipeline's stages, in the order in which rows pass through them.
 *
 * @param directory  A PipelineModel directory, whatever its stages are.
 * @throws FreeflowError `data` if its metadata are absent, malformed or those of another class.
 */
export async function listStages(directory: string): Promise<string[]> {
  const { kind, params, path } = await readMetadata(directory)
  if (kind !== 'PipelineModel')
    throw new FreeflowError('data', `${path}: class ${sparkClasses[kind].name} is no PipelineModel`)
  const { stageUids } = checkShape(pipelineShape, params, path)
  return stageUids.map((uid, index) => stageDirectory(directory, { index, numStages: stageUids.length, uid }))
}

/**
 * Reads fitted preparation: a PipelineModel directory that freeflow or Spark (3.5 to 4.3) wrote.
 *
 * A pipeline that ends with a regression model is not one; `listStages` gives its parts.
 *
 * @throws FreeflowError `data` if a file is absent or malformed, or a stage is no step of preparation.
 */
export async function readPipelineModel(directory: string): Promise<PipelineModel> {
  const stages: Stage[] = []
  for (const stage of await listStages(directory)) stages.push(await readStage(stage))
  return { stages }
}
