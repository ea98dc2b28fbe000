import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { bytesFromText } from '../bytes-from-text.ts'
import type { JobHost } from '../engine/host.ts'
import type { Cache } from '../hdfs/cache.ts'
import { isHdfsUri } from '../hdfs/hdfs-uri.ts'
import { makeRoom } from '../hdfs/make-room.ts'
import { openSession } from '../hdfs/open-session.ts'
import { featureTableInfoFile } from '../traffic/feature-table-info.ts'
import { besideReadings } from '../traffic/read-readings.ts'
import { type MirrorOptions, mirrorData } from './mirror-data.ts'
import { namingPlace } from './naming-place.ts'
import { listRemote } from './remote-listing.ts'

/** Where data lie, and what of them is wanted. */
export interface DataPlaces extends Pick<MirrorOptions, 'startDate' | 'endDate' | 'timezone'> {
  /** A feature table or readings: a path, or a URI of HDFS. */
  readonly data?: string | undefined
  /** Table of sensors: a path, or a URI of HDFS. */
  readonly sensorsTable?: string | undefined
  /** Graph of the roads for a forecast: a path, or a URI of HDFS; without it `adjacency.csv` beside the data. */
  readonly graph?: string | undefined
  /** Directory for what the run needs only while it lasts, and for copies of what lies in HDFS. */
  readonly work: string
  /** What those copies may take, for instance `20G`; without it 20 GiB. */
  readonly cacheSize?: string | undefined
}

/** What may lie in HDFS; each has a folder of its own. */
const keys = ['data', 'sensorsTable', 'graph'] as const

const DEFAULT_SIZE = '20G'

/**
 * Hands places of data to `use` that are all on the local disk: of data in HDFS a folder with the same names,
 * which is removed after, also on errors.
 *
 * Of a feature table only the files come that the dates leave; all comes from a cache in `work`, which keeps
 * copies for the next run. What `use` reports to its host and its errors name the URIs.
 *
 * @param runId  Names the run's own folder below `work`.
 * @throws FreeflowError as `mirrorData`, and what `use` throws.
 */
export async function withLocalData<Places extends DataPlaces, T>(
  places: Places,
  runId: string,
  host: JobHost,
  use: (local: Places, host: JobHost) => Promise<T>,
): Promise<T> {
  const { work, cacheSize = DEFAULT_SIZE } = places
  if (!keys.some((key) => isRemote(places[key]))) return use(places, host)
  const folder = resolve(work, runId)
  const cache: Cache = {
    directory: resolve(work, 'cache'),
    limitBytes: bytesFromText(cacheSize),
    now: host.now,
  }
  const { startDate, endDate, timezone } = places
  const beside = [...besideReadings, featureTableInfoFile]
  const optionsOf = (key: (typeof keys)[number]) => ({
    ...{ folder: join(folder, key), cache },
    ...(key === 'data' ? { beside, startDate, endDate, timezone } : { beside: [] }),
  })
  const mirror = (at: number, local: Places, localHost: JobHost): Promise<T> => {
    const key = keys.at(at)
    if (key === undefined) return use(local, localHost)
    return withMirror(local[key], optionsOf(key), localHost, (path, nextHost) =>
      mirror(at + 1, path === undefined ? local : { ...local, [key]: path }, nextHost),
    )
  }
  try {
    return await mirror(0, places, host)
  } finally {
    await rm(folder, { recursive: true, force: true })
    // what this run alone made larger than it may be
    await makeRoom(cache, { keys: new Set(), missingBytes: 0, place: '' }).catch(() => null)
  }
}

async function withMirror<T>(
  uri: string | undefined,
  options: Omit<MirrorOptions, 'session' | 'path' | 'uri'>,
  host: JobHost,
  use: (path: string | undefined, host: JobHost) => Promise<T>,
): Promise<T> {
  if (uri === undefined || !isHdfsUri(uri)) return use(uri, host)
  const { session, path } = await openSession(uri, host.hdfs)
  const listing = await listRemote(session, path, options.beside)
  const { folder } = options
  const top = `${session.uri}${listing.directory === '/' ? '' : listing.directory}`
  return namingPlace({ copy: folder, place: top }, host, async (localHost) => {
    await mirrorData(listing, { ...options, session, path, uri }, localHost)
    return use(join(folder, listing.file), localHost)
  })
}

function isRemote(place: string | undefined): boolean {
  return place !== undefined && isHdfsUri(place)
}
