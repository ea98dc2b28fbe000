import { z } from 'zod'
import { readDocument } from '../store/document.ts'
import type { StoredVersion } from '../store/store.ts'
import { featureTableInfo } from '../traffic/feature-table-info.ts'

const metadataSchema = z.object({
  data: z.object({ timezone: z.string().nullable() }).catch({ timezone: null }),
  network: featureTableInfo.shape.network.nullable().catch(null),
})

/** What the features that a version learnt from rest on; `null` where an older version does not say it. */
export interface TrainedOn {
  /** IANA zone of the calendar. */
  readonly timezone: string | null
  readonly network: z.infer<typeof metadataSchema>['network']
}

/**
 * Reads on which clock and against which network the features of a version were made.
 *
 * @throws FreeflowError `data` if metadata.json is absent or not JSON, `storage` if it cannot be read.
 */
export async function readTrainedOn(version: StoredVersion): Promise<TrainedOn> {
  const { data, network } = metadataSchema.parse(Object(await readDocument(version, 'metadata.json')))
  return { timezone: data.timezone, network }
}
