// Moves a file of 400 MiB to HDFS and back by our client and by curl, each in its own process, in turns.
//
// The HDFS is that of FREEFLOW_WEBHDFS_URL, as HADOOP_USER_NAME, or one that is started for it; local files are in
// TMPDIR. Both sides send a file of the page cache to a new name, and read what was read before into a new file
// and flush it. What was written is flushed before the next side begins.
import { randomBytes } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, run } from './hdfs/measure.mjs'
import { openServer } from './hdfs/server.mjs'
import { sides } from './hdfs/sides.mjs'

const SIZE_MIB = 400
const MOST_RATIO = 1.3
const MOST_RSS_MIB = 150

/** Gives a row for each side and direction, and whether ours keeps within its limits. */
export async function bench({ rounds }) {
  const server = openServer()
  const local = mkdtempSync(join(tmpdir(), 'freeflow-bench-'))
  const remote = `/bench/${randomBytes(4).toString('hex')}`
  try {
    const place = { server, local, remote, source: join(local, 'source') }
    writeSource(place.source)
    sides.up.curl({ ...place, remote: `${remote}/stored` })
    const samples = { up: [], down: [] }
    // round 0 warms the daemons and the page cache
    for (let round = 0; round <= rounds; round++)
      for (const direction of ['up', 'down']) {
        const sample = runSides(sides[direction], place, round)
        if (round > 0) samples[direction].push(sample)
      }
    return report(samples, server)
  } finally {
    server.ask('DELETE', remote, 'DELETE', '&recursive=true')
    rmSync(local, { recursive: true, force: true })
    server.stop()
  }
}

function writeSource(path) {
  const file = openSync(path, 'w')
  for (let i = 0; i < SIZE_MIB; i++) writeSync(file, randomBytes(1 << 20))
  closeSync(file)
}

/** Runs each side once, another one first each round, and leaves nothing behind. */
function runSides(byName, place, round) {
  const names = Object.keys(byName)
  const sample = {}
  for (let turn = 0; turn < names.length; turn++) {
    const name = names[(round + turn) % names.length]
    run('sync', [])
    sample[name] = byName[name](place)
    rmSync(join(place.local, 'copy'), { force: true })
    place.server.ask('DELETE', `${place.remote}/copy`, 'DELETE')
  }
  return sample
}

function report(samples, server) {
  const rows = Object.entries(samples).flatMap(([direction, list]) =>
    Object.keys(list[0]).map((side) => rowOf(direction, side, list)),
  )
  const ours = rows.filter(({ side }) => side === 'ours')
  const verdict = ours.map(({ direction, wall, rss }) => {
    const isKept = wall <= MOST_RATIO && rss < MOST_RSS_MIB
    const limits = `at most ${MOST_RATIO}; RSS over idle ${rss} MiB, less than ${MOST_RSS_MIB}`
    return `${direction}: ${wall} of the wall time of curl, ${limits}: ${isKept ? 'kept' : 'MISSED'}`
  })
  const about = [
    `${SIZE_MIB} MiB, medians, best: the shortest; wall and cpu: median of the ratios to curl within a round`,
    server.version,
    run('curl', ['--version']).split(' ').slice(0, 2).join(' '),
  ]
  return { title: 'HDFS, one file up and down', about, rows, verdict, samples }
}

function rowOf(direction, side, list) {
  const middle = (give) => Number(median(list.map(give)).toFixed(2))
  const seconds = middle((sample) => sample[side].seconds)
  return {
    direction,
    side,
    seconds,
    best: Number(Math.min(...list.map((sample) => sample[side].seconds)).toFixed(2)),
    MiBPerSecond: Math.round(SIZE_MIB / seconds),
    cpuSeconds: middle((sample) => sample[side].cpuSeconds),
    wall: middle((sample) => sample[side].seconds / sample.curl.seconds),
    cpu: middle((sample) => sample[side].cpuSeconds / sample.curl.cpuSeconds),
    rss: Math.round(median(list.map((sample) => sample[side].rssMiB ?? 0))) || null,
    processSeconds: middle((sample) => sample[side].processSeconds),
  }
}
