import { type JobHost, stopIfInterrupted } from '../../engine/host.ts'
import type { HdfsOptions } from '../../hdfs/hdfs-options.ts'
import { checkData } from './check-data.ts'
import { checkMachine } from './check-machine.ts'
import { type CheckResult, failed, found } from './check-result.ts'
import { checkSpark } from './check-spark.ts'
import { examineStore } from './examine-store.ts'
import { openPlace, type Place } from './open-place.ts'
import { type ReachedHdfs, reachHdfs } from './reach-hdfs.ts'

/** What to look at. */
export interface ExamineOptions {
  /** URI or path of the store. */
  readonly models: string
  /** URI or path of data; they are not looked at where absent. */
  readonly data?: string | undefined
  /** Directory for what a run needs while it lasts. */
  readonly work: string
  /** JAVA_HOME, SPARK_HOME and PATH count. */
  readonly environment: NodeJS.ProcessEnv
}

/** Longer than any server takes that is well; so an answer comes where nothing is there. */
const PATIENCE_MS = 5000

/** What is taken from the outside world. */
type Host = Pick<JobHost, 'now' | 'newId' | 'signal' | 'hdfs'>

/**
 * Checks what a run needs, group by group as each is done: the machine, the store, the data, Java and Spark.
 *
 * Small files are written beside the store and in the work directory, and removed again; nothing else changes.
 * Each id comes once; of an HDFS that both places share, with that of the store.
 *
 * @throws FreeflowError `interrupted`; all other errors are what a check finds.
 */
export async function* examine(
  { models, data, work, environment }: ExamineOptions,
  host: Host,
): AsyncGenerator<readonly CheckResult[]> {
  yield checkMachine(work, host.newId)
  const ways: Ways = new Map()
  yield* examinePlace({ name: 'models', uri: models, look: examineStore }, host, ways)
  if (data !== undefined) yield* examinePlace({ name: 'data', uri: data, look: checkData }, host, ways)
  yield checkSpark(environment)
}

/** What is known of each HDFS, by its NameNodes. */
type Ways = Map<string, ReachedHdfs>

interface Target {
  readonly name: string
  readonly uri: string
  /** Looks at the place once its HDFS is known to be readable. */
  readonly look: (place: Place, host: Host, unwritable: string | null) => Promise<readonly CheckResult[]>
}

async function* examinePlace(
  { name, uri, look }: Target,
  host: Host,
  ways: Ways,
): AsyncGenerator<readonly CheckResult[]> {
  stopIfInterrupted(host)
  const place = await openPlace(name, uri, hastyOptions(host)).catch((error: unknown) => failed(name, error))
  if ('status' in place) {
    yield [place]
    return
  }
  const way = await wayTo(place, host, ways)
  yield way.results
  stopIfInterrupted(host)
  if (way.unreadable === null) yield look(place, host, way.unwritable)
  else yield [found(name, 'skipped', `not looked at, as ${way.unreadable}`)]
}

function hastyOptions({ hdfs, signal }: Host): HdfsOptions {
  return { ...hdfs, signal, deadlineMs: Math.min(hdfs.deadlineMs ?? PATIENCE_MS, PATIENCE_MS) }
}

/** Goes each way once. */
async function wayTo({ name, path, hdfs }: Place, host: Host, ways: Ways): Promise<ReachedHdfs> {
  if (hdfs === null) return { results: [], unreadable: null, unwritable: null }
  const key = hdfs.session.nameNodes.join()
  const known = ways.get(key)
  if (known !== undefined) return { ...known, results: [] }
  const way = await reachHdfs(name, { ...hdfs, path: hdfs.pathOf(path) }, host)
  ways.set(key, way)
  return way
}
