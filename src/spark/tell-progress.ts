import type { ExecutePlanResponse } from './gen/spark/connect/base_pb.ts'
import type { Link } from './link.ts'

/** Tells the listener how far the query is, if the response says so. */
export function tellProgress({ onProgress }: Link, { responseType }: ExecutePlanResponse): void {
  if (onProgress === undefined || responseType.case !== 'executionProgress') return
  const { stages, numInflightTasks } = responseType.value
  const seen = stages.map((stage) => ({
    id: Number(stage.stageId),
    numTasks: Number(stage.numTasks),
    numCompletedTasks: Number(stage.numCompletedTasks),
    sizeBytes: Number(stage.inputBytesRead),
    isDone: stage.done,
  }))
  const numTasks = seen.reduce((sum, stage) => sum + stage.numTasks, 0)
  const numCompletedTasks = seen.reduce((sum, stage) => sum + stage.numCompletedTasks, 0)
  onProgress({ stages: seen, numTasks, numCompletedTasks, numRunningTasks: Number(numInflightTasks) })
}
