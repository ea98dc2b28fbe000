import type { Frame } from '../frame.ts'
import type { Link } from '../link.ts'
import { runMlCommand } from './run-ml-command.ts'
import type { SparkModel } from './spark-model.ts'

/**
 * Makes the training summary of a model anew, which the server has lost (CONNECT_ML.MODEL_SUMMARY_LOST) when it moved
 * the model out of memory; see `hasModelCache`.
 *
 * @param frame  The rows that the model was fitted on.
 */
export async function restoreSummary(link: Link, { id }: SparkModel, { relation }: Frame): Promise<void> {
  const value = { modelRef: { id }, dataset: relation }
  await runMlCommand(link, 'restore summary', { case: 'createSummary', value })
}
