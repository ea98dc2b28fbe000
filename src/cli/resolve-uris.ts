import type { Command } from 'commander'
import { isHdfsUri, parseHdfsUri } from '../hdfs/hdfs-uri.ts'
import { plainPath } from '../path-from-uri.ts'

/** Options that name a place: on the local disk or in HDFS, or on the local disk only. */
const places = ['data', 'out', 'sensorsTable', 'graph', 'serving']
const localPlaces = ['work']

/**
 * Gives the options of a verb that name a place plain paths for `file:///` URIs, wherever they were set. URIs of
 * HDFS are checked and stay as they are; the store reads the local URIs of `models` itself.
 *
 * @throws FreeflowError `usage` for a URI of another scheme, and a URI of HDFS that cannot be.
 */
export function resolveUris(command: Command): void {
  for (const key of [...places, ...localPlaces, 'models']) {
    const given: unknown = command.getOptionValue(key)
    if (typeof given !== 'string') continue
    if (isHdfsUri(given) && !localPlaces.includes(key)) parseHdfsUri(given)
    else if (key !== 'models')
      command.setOptionValueWithSource(key, plainPath(given), command.getOptionValueSource(key))
  }
}
