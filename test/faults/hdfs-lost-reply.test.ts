import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { FreeflowError } from '../../src/errors.ts'
import { listVersions } from '../../src/store/list-versions.ts'
import { publishVersions } from '../../src/store/publish-versions.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import { walkFiles } from '../../src/store/walk-files.ts'
import { findHdfs, type Hdfs, startHdfs } from '../cluster/hdfs.ts'
import { publicationOf } from '../store/temporary-store.ts'
import { type Fate, type NameNodeProxy, type Passing, proxyNameNode } from './name-node-proxy.ts'

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 120_000 })

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const found = findHdfs()
const DEADLINE_MS = 2000

/** What is lost on the way, and how often. */
interface Loss {
  readonly what: keyof typeof isMeant
  /** How many of them pass before. */
  readonly after: number
  /** How many are lost in a row. */
  readonly times: number
  readonly fate: Fate
}

const isCommit = ({ op, params }: Passing) =>
  op === 'RENAME' && /^\/[^/]+\/m\/\d{8}_\d{6}$/.test(params.get('destination') ?? '')

const isMeant = {
  MKDIRS: ({ op }: Passing) => op === 'MKDIRS',
  CREATE: ({ op }: Passing) => op === 'CREATE',
  DELETE: ({ op }: Passing) => op === 'DELETE',
  'RENAME of a file': (passing: Passing) =>
    passing.op === 'RENAME' && !isCommit(passing) && !passing.path.includes('/.rename-'),
  'RENAME of the version': isCommit,
  everything: () => true,
}

const fates = ['lose-reply', 'lose-request', 'late'] as const

/** One or several in a row that another try gets over, at the first of its kind and further on. */
const passing: readonly Loss[] = fates.flatMap((fate) =>
  (['MKDIRS', 'CREATE', 'DELETE', 'RENAME of a file', 'RENAME of the version'] as const).flatMap((what) =>
    [
      { after: 0, times: 1 },
      { after: 0, times: 3 },
      { after: 2, times: 1 },
    ].map((rest) => ({ what, fate, ...rest })),
  ),
)

/** Until the deadline. */
const lasting: readonly Loss[] = fates.flatMap((fate) =>
  (['MKDIRS', 'CREATE', 'DELETE', 'RENAME of a file', 'RENAME of the version'] as const).map((what) => ({
    what,
    fate,
    after: 2,
    times: Number.POSITIVE_INFINITY,
  })),
)

/** From some request on nothing comes through. */
const silences: readonly Loss[] = Array.from({ length: 10 }, (_, at) => {
  return { what: 'everything', fate: fates[at % 3], after: at * 9, times: Number.POSITIVE_INFINITY }
})

describe.skipIf('absent' in found)('a publish whose replies are lost', () => {
  let hdfs: Hdfs
  let numBases = 0
  beforeAll(async () => {
    hdfs = await startHdfs()
  })
  afterAll(() => hdfs?.stop())

  /** What a publish said, and what is there when nothing is on its way any more. */
  async function publishWith(decide: (passing: Passing) => Fate) {
    let isCommitted = false
    const proxy: NameNodeProxy = await proxyNameNode(hdfs.webhdfsUrl, (passing) => {
      isCommitted ||= isCommit(passing)
      return decide(passing)
    })
    const uri = `${hdfs.hdfsUrl}/lost-${numBases++}`
    const options = { user: 'hdfs', deadlineMs: DEADLINE_MS }
    const publication = publicationOf('m')
    const said = await openStore(uri, { ...options, webhdfsUrl: proxy.url })
      .then((store) => publishVersions(store, [publication], () => 0))
      .then(
        ([version]) => version.version,
        (error: unknown) => (error instanceof FreeflowError ? error.code : String(error)),
      )
    await proxy.settled()
    const store = await openStore(uri, { ...options, webhdfsUrl: hdfs.webhdfsUrl })
    return { said, isCommitted, ...(await lookAt(store, publication.publishId)) }
  }

  /** Counts what stands against what was said. */
  async function tryAll(losses: readonly Loss[]) {
    const seen = { cases: 0, published: 0, failed: 0, unknown: 0, duplicates: 0 }
    const wrong: string[] = []
    for (const loss of losses) {
      const { said, isCommitted, numWhole, numOthers, isStaged } = await publishWith(losing(loss))
      const isPublished = /^\d{8}_\d{6}$/.test(said)
      const told = `${loss.fate} ${loss.what} after ${loss.after} x${loss.times}: ${said}, ${numWhole} whole`
      seen.cases++
      if (numWhole > 1) seen.duplicates++
      if (numOthers > 0) wrong.push(`${told}, ${numOthers} not whole`)
      if (isPublished) seen.published++
      else if (said === 'storage') seen.failed++
      else if (said === 'outcome-unknown') seen.unknown++
      else wrong.push(told)
      if (isPublished && numWhole === 0) wrong.push(`false success: ${told}`)
      if (said === 'storage' && numWhole > 0) wrong.push(`false failure: ${told}`)
      if (!isPublished && Number.isFinite(loss.times)) wrong.push(`needless failure: ${told}`)
      if (said === 'outcome-unknown' && !isCommitted) wrong.push(`needless doubt: ${told}`)
      if (said === 'outcome-unknown' && numWhole === 0 && !isStaged) wrong.push(`removed: ${told}`)
    }
    return { seen, wrong }
  }

  it('succeeds, fails or says that it is unknown, as it is', async () => {
    const isPlain = ({ fate, after, times }: Loss) => fate === 'lose-reply' && after === 2 && times === 1
    const chosen = (losses: readonly Loss[]) =>
      losses.filter((loss, at) => full || isPlain(loss) || at % 6 === 0)
    const brief = await tryAll(chosen(passing))
    const long = await tryAll(chosen([...lasting, ...silences]))
    const wrong = [...brief.wrong, ...long.wrong]
    const count = (text: string) => wrong.filter((line) => line.startsWith(text)).length
    console.log(
      `LOSTREPLY cases=${brief.seen.cases + long.seen.cases} ` +
        `duplicates=${brief.seen.duplicates + long.seen.duplicates} ` +
        `false_failures=${count('false failure') + count('needless failure')} ` +
        `false_success=${count('false success')} unknown=${brief.seen.unknown + long.seen.unknown}`,
    )
    expect(wrong).toEqual([])
    expect(brief.seen.duplicates + long.seen.duplicates).toBe(0)
  })

  it.each(['lose-reply', 'lose-request', 'late'] as const)(
    'is unknown, and removes nothing, where all from the commit on have the fate %s',
    async (fate) => {
      let hasBegun = false
      const { said, numWhole, numOthers, isStaged } = await publishWith((passing) => {
        hasBegun ||= isCommit(passing)
        return hasBegun ? fate : 'pass'
      })
      expect({ said, numOthers }).toEqual({ said: 'outcome-unknown', numOthers: 0 })
      expect([numWhole, isStaged]).toEqual(fate === 'lose-request' ? [0, true] : [1, false])
    },
  )
})

function losing({ what, after, times, fate }: Loss): (passing: Passing) => Fate {
  let seen = 0
  return (passing) => {
    if (!isMeant[what](passing)) return 'pass'
    const at = seen++
    return at >= after && at < after + times ? fate : 'pass'
  }
}

async function lookAt(store: Store, publishId: string) {
  const versions = await listVersions(store, 'm')
  const problems = await Promise.all(versions.map((version) => verifyVersion(version)))
  const numWhole = problems.filter((found) => found.length === 0).length
  const staging = `${store.base}/.freeflow/staging/${publishId}`
  const staged = (await walkFiles(store.files, staging)) ?? []
  return {
    numWhole,
    numOthers: versions.length - numWhole,
    isStaged: staged.some(({ name }) => name === 'MANIFEST.json'),
  }
}
