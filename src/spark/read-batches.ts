import { type RecordBatch, tableFromIPC } from 'apache-arrow'
import { executePlan } from './execute-plan.ts'
import type { Frame } from './frame.ts'
import type { DataType } from './gen/spark/connect/types_pb.ts'
import type { Link } from './link.ts'
import { tellProgress } from './tell-progress.ts'

/** Some rows of a frame, with Spark's own type of the whole row: Arrow knows neither vectors nor zones. */
export interface Batch {
  readonly rows: RecordBatch
  readonly type: DataType
}

/**
 * Runs a frame and gives its rows in batches of Arrow as they arrive; a frame without rows may give an empty batch.
 *
 * @throws FreeflowError as {@link executePlan}.
 */
export async function* readBatches(link: Link, { relation }: Frame): AsyncGenerator<Batch, void, undefined> {
  let type: DataType | undefined
  for await (const response of executePlan(link, { opType: { case: 'root', value: relation } }, 'query')) {
    type = response.schema ?? type
    tellProgress(link, response)
    if (response.responseType.case !== 'arrowBatch' || type === undefined) continue
    for (const rows of tableFromIPC(response.responseType.value.data).batches) yield { rows, type }
  }
}
