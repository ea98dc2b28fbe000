import type { PipelineModel } from '../prepare/pipeline-model.ts'
import { contentFromStage } from './content-from-stage.ts'
import { sparkClasses } from './spark-class.ts'
import { stageDirectory } from './stage-directory.ts'
import { type Written, writeContent } from './write-content.ts'

/**
 * Writes fitted preparation as a directory that Spark's PipelineModel.load reads, from 3.5 on.
 *
 * Equal steps and `trainedAt` give equal bytes.
 *
 * @param directory          Made with its parents; must not hold such files.
 * @param options.trainedAt  End of the training data in milliseconds since 1970 UTC.
 * @throws FreeflowError `storage` if it cannot be written.
 */
export async function writePipelineModel(
  pipeline: PipelineModel,
  directory: string,
  { trainedAt }: { readonly trainedAt: number },
): Promise<Written> {
  const stages: Written[] = []
  for (const [index, stage] of pipeline.stages.entries()) {
    const place = { index, numStages: pipeline.stages.length }
    const directoryFromUid = (uid: string) => stageDirectory(directory, { ...place, uid })
    stages.push(await writeContent(contentFromStage(stage), directoryFromUid, trainedAt))
  }
  const params = { stageUids: stages.map(({ uid }) => uid) }
  const content = { sparkClass: sparkClasses.PipelineModel, params, data: null, identity: params.stageUids }
  const { uid, sizeBytes } = await writeContent(content, () => directory, trainedAt)
  return { uid, sizeBytes: stages.reduce((sum, stage) => sum + stage.sizeBytes, sizeBytes) }
}
