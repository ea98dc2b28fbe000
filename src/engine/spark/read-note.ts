import { dirname } from 'node:path'
import { fileStatus } from '../../hdfs/file-status.ts'
import { isHdfsUri } from '../../hdfs/hdfs-uri.ts'
import { openSession } from '../../hdfs/open-session.ts'
import { readWhole } from '../../hdfs/read-file.ts'
import { featureTableInfoFile } from '../../traffic/feature-table-info.ts'
import {
  emptyNote,
  type FeaturesNote,
  parseFeaturesNote,
  readFeaturesNote,
} from '../../traffic/features-note.ts'
import type { JobHost } from '../host.ts'

/**
 * Reads `_freeflow.json` of a feature table on the local disk or in HDFS; Spark does not show files of such names.
 *
 * @returns An empty note where there is none.
 * @throws FreeflowError `data` where it is not what it should be, `storage` where it cannot be read.
 */
export async function readNote(data: string, host: JobHost): Promise<FeaturesNote> {
  if (!isHdfsUri(data)) return readFeaturesNote(data)
  const { session, path } = await openSession(data, host.hdfs)
  const isDirectory = (await fileStatus(session, path))?.kind === 'directory'
  const notePath = `${(isDirectory ? path : dirname(path)).replace(/\/$/, '')}/${featureTableInfoFile}`
  if ((await fileStatus(session, notePath))?.kind !== 'file') return emptyNote
  const bytes = await readWhole(session, notePath)
  return parseFeaturesNote(Buffer.from(bytes).toString('utf8'), `${session.uri}${notePath}`)
}
