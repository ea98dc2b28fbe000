import { median } from '../hdfs/measure.mjs'

const FIELDS = ['cpu_s', 'wall_s', 'peak_mb', 'r2', 'rows_per_s']
/** How far R2 of ours may lie below that of a peer and still count as equal. */
const R2_TOLERANCE = 1e-4

/** Gives a row for each side of a case, what each limit says, the best variant of each peer, and its version. */
export function summarise(key, { task, limits }, samples) {
  const rows = Object.entries(samples).map(([side, list]) => rowOf(key, side, list))
  const best = {}
  for (const row of rows) {
    const [peer, variant] = row.side.split('/')
    const name = { 'one-thread': `${peer}_one_thread`, apart: `${peer}_apart` }[variant] ?? peer
    if (best[name] === undefined || row.cpu_s < best[name].cpu_s) best[name] = row
  }
  const figures = Object.entries(best).map(([name, row]) => [
    name,
    Object.fromEntries(FIELDS.map((field) => [field, row[field]])),
  ])
  const verdict = [
    ...limits.flatMap((limit) => judge(key, task, limit, rows)),
    ...judgeFit(key, limits, rows),
    ...compareNpm(key, task, samples),
  ]
  const peers = rows.filter(({ side }) => !side.startsWith('ours'))
  const versions = Object.fromEntries(peers.map(({ side, what }) => [side.split('/')[0], what]))
  return { key, rows: rows.map(shorten), verdict, best: Object.fromEntries(figures), versions }
}

/**
 * Says whether ours predicts as well as each peer that its seconds are held against.
 *
 * @param rows  Of each side: `side` and `r2`.
 */
export function judgeR2(key, ours, rivals) {
  const scored = rivals.filter(({ r2 }) => r2 !== null)
  if (ours.r2 === null || scored.length === 0) return []
  const best = scored.reduce((high, row) => (row.r2 > high.r2 ? row : high))
  const isKept = ours.r2 >= best.r2 - R2_TOLERANCE
  const text = `R2 ${ours.r2.toFixed(5)}, that of ${best.side} ${best.r2.toFixed(5)}, which is best of the peers`
  return [`${key}: ${text}; at most ${R2_TOLERANCE} below it: ${isKept ? 'kept' : 'MISSED'}`]
}

/** Judges R2 where a limit compares the seconds of a fit. */
function judgeFit(key, limits, rows) {
  const peers = limits.flatMap((limit) => (limit.of === 'cpu_s' ? limit.peers : []))
  const rivals = rows.filter(({ side }) => peers.includes(side.split('/')[0]))
  return judgeR2(
    key,
    rows.find(({ side }) => side === 'ours'),
    rivals,
  )
}

const NPM_PEERS = ['ydf-training', 'ml-random-forest']

/** Says how many times the CPU seconds of ours a trainer from npm takes, by tree and row, where any ran and says its trees. */
function compareNpm(key, { trees }, samples) {
  const perTreeAndRow = (list, numTrees) => median(list.map(({ cpu_s, rows }) => cpu_s / rows)) / numTrees
  const ran = Object.entries(samples).filter(
    ([side, [{ num_trees }]]) => NPM_PEERS.includes(side.split('/')[0]) && typeof num_trees === 'number',
  )
  if (ran.length === 0) return []
  const ours = perTreeAndRow(samples.ours, trees)
  const factors = ran.map(([side, list]) => {
    const factor = perTreeAndRow(list, list[0].num_trees) / ours
    return `${side.split('/')[0]} ${factor.toFixed(0)}`
  })
  return [
    `${key}: CPU seconds by tree and row of trainers from npm, over those of ours: ${factors.join(', ')}`,
  ]
}

function rowOf(key, side, list) {
  const middle = (field) => (list[0][field] === null ? null : median(list.map((sample) => sample[field])))
  return {
    case: key,
    side,
    ...Object.fromEntries(FIELDS.map((field) => [field, middle(field)])),
    least_cpu_s: Math.min(...list.map(({ cpu_s }) => cpu_s)),
    what: list[0].version ?? list[0].trees ?? '',
  }
}

/** Says how a figure of ours stands to the best of the peers that a limit names, where any of them ran. */
function judge(key, { threads }, { of, most, least, aim, peers }, rows) {
  const ours = rows.find(({ side }) => side === 'ours')
  if (of === 'speedup') {
    const one = rows.find(({ side }) => side === 'ours/one-thread')
    const bytes = one.what === ours.what ? 'same bytes' : 'OTHER BYTES'
    // on a busy machine a wall ratio may come out above the cores that were at work: that is no speed-up
    const cores = ours.cpu_s / ours.wall_s
    const apart = rows.find(({ side }) => side === 'ours/apart')
    const given = (threads * one.wall_s) / apart.wall_s
    const about = `wall of one thread over wall of ${threads}, but no more than the ${cores.toFixed(2)} cores at work, ${bytes}; ${threads} processes of one thread, side by side, do ${given.toFixed(2)} times the work of one`
    return [say(key, about, Math.min(one.wall_s / ours.wall_s, cores), { least })]
  }
  if (peers.length === 0) return [say(key, of, ours[of], { least })]
  const rivals = rows.filter(({ side }) => peers.includes(side.split('/')[0]))
  if (rivals.length === 0) return []
  const values = rivals.map((row) => row[of])
  const value = least === undefined ? Math.min(...values) : Math.max(...values)
  const { side, r2 } = rivals[values.indexOf(value)]
  const about = `${of} over that of ${side} (R2 ${ours.r2?.toFixed(5)} and ${r2?.toFixed(5)})`
  return [say(key, about, ours[of] / value, { most, least, aim })]
}

function say(key, about, value, { most, least, aim }) {
  const isKept = least === undefined ? value <= most : value >= least
  const limit = least === undefined ? `at most ${most}` : `at least ${least}`
  const aimed = aim === undefined ? '' : `, aim ${aim}`
  return `${key}: ${value.toFixed(value > 100 ? 0 : 2)} ${about}; ${limit}${aimed}: ${isKept ? 'kept' : 'MISSED'}`
}

/** Rounds for the table. */
function shorten(row) {
  const digits = { cpu_s: 3, wall_s: 3, least_cpu_s: 3, peak_mb: 1, r2: 6, rows_per_s: 0 }
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    typeof value === 'number' ? Number(value.toFixed(digits[name])) : value,
  ])
  return Object.fromEntries(entries)
}
