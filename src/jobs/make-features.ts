import type { JobHost } from '../engine/host.ts'
import { type BuildFeaturesOptions, buildFeatures, type FeaturesSummary } from './build-features.ts'
import { directoryWriter } from './directory-writer.ts'
import { type DataPlaces, withLocalData } from './with-local-data.ts'

/** Which readings become a feature table, and where: paths or URIs of HDFS. */
export type MakeFeaturesOptions = Omit<BuildFeaturesOptions, 'write' | 'report' | 'clock' | 'signal'> &
  Pick<DataPlaces, 'work' | 'cacheSize'>

/**
 * Turns readings into a feature table as `buildFeatures` does, on the local disk or in HDFS.
 *
 * @throws FreeflowError as `buildFeatures`; where HDFS cannot be read or written `storage`.
 */
export function makeFeatures(options: MakeFeaturesOptions, host: JobHost): Promise<FeaturesSummary> {
  return withLocalData(options, host.newId(), host, (local, { report, now: clock, signal, hdfs }) =>
    buildFeatures({ ...local, write: directoryWriter(hdfs), report, clock, signal }),
  )
}
