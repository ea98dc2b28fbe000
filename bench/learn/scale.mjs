// How the time of ours grows with the rows, beside the fastest peers: a month of Aarhus, a part of it, a smaller part.
import { rmSync } from 'node:fs'
import { runRounds, withMatrix } from './bench.mjs'
import { casesByName } from './cases.mjs'
import { exportAarhus } from './export-aarhus.mjs'
import { readMatrix } from './read-matrix.mjs'
import { summarise } from './summarise.mjs'
import { thinMatrix } from './thin-matrix.mjs'

const SIZES = ['250000', '1000000', 'all']
const tasks = { forest: casesByName.forest.forest.task, boosting: casesByName.boosting.boosting.task }
const peerSides = ['lightgbm/codes', 'xgboost/codes']
/** How much more than linear the growth may be, and how much worse a ratio to a peer, before it counts. */
const SLACK = 1.1

export const defaultRounds = 3

/**
 * Runs the forest and boosting at each size; all sizes are judged on the same test rows.
 *
 * @param features  A feature table, or null for that of Aarhus in FREEFLOW_DATA.
 * @param sizes  Rows to learn from, ascending, or null for SIZES; `all` are those that there are.
 */
export async function bench({ rounds, features, peers, sizes }) {
  const isWanted = (side) => peers === null || peers.includes(side) || peers.includes(side.split('/')[0])
  const sides = peerSides.filter(isWanted)
  const use = (matrix, about) => {
    const counts = countsOf(sizes ?? SIZES, readMatrix(matrix, 'train').labels.length)
    const cases = counts.flatMap((count) => runSize(count, { matrix, sides, rounds }))
    return {
      title: 'scale: ours beside the peers at growing numbers of rows',
      about: [...about, `medians of ${rounds} rounds; the rows of a smaller size are evenly spaced`],
      rows: cases.flatMap(({ rows }) => rows),
      verdict: Object.keys(tasks).flatMap((name) => judgeGrowth(name, cases, counts)),
      json: { scale: figuresOf(cases) },
      versions: Object.assign({}, ...cases.map(({ versions }) => versions)),
    }
  }
  return withMatrix(features, use, exportAarhus)
}

/** Gives the numbers of rows that are asked for, none beyond those that there are, each once. */
function countsOf(sizes, numRows) {
  const counts = sizes.map((size) => (size === 'all' ? numRows : Math.min(Number(size), numRows)))
  if (!counts.every((count) => Number.isInteger(count) && count > 0))
    throw new Error(`--sizes must be numbers of rows, or all; got ${sizes}`)
  return [...new Set(counts)]
}

/** Runs all tasks on so many rows. */
function runSize(count, { matrix, sides, rounds }) {
  const directory = `${matrix}-${count}`
  thinMatrix(matrix, count, directory)
  try {
    return Object.entries(tasks).map(([name, task]) => {
      const one = { task, sides, slow: [], limits: [] }
      return { ...summarise(`${name} ${count}`, one, runRounds(one, rounds, directory)), name, count }
    })
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Holds the largest size against the smallest: CPU seconds by row of ours, and over those of the fastest peer. */
function judgeGrowth(name, cases, counts) {
  if (counts.length < 2) return []
  const [low, top] = [counts[0], counts.at(-1)].map((count) =>
    cases.find((one) => one.name === name && one.count === count),
  )
  const span = `${top.count} rows over ${low.count}`
  const perRow = ({ best, count }) => best.ours.cpu_s / count
  const lines = [say(`${name}, ${span}: CPU seconds by row`, perRow(top) / perRow(low))]
  if (Object.keys(top.best).length === 1 || Object.keys(low.best).length === 1) return lines
  const [atTop, atLow] = [top, low].map(({ best }) => ratioToFastest(best))
  const text = `${name}, ${span}: ratio to the fastest peer, ${atTop.toFixed(2)} over ${atLow.toFixed(2)}`
  return [...lines, say(text, atTop / atLow)]
}

function ratioToFastest({ ours, ...peers }) {
  return ours.cpu_s / Math.min(...Object.values(peers).map(({ cpu_s }) => cpu_s))
}

function say(text, factor) {
  return `${text}: ${factor.toFixed(2)} times, at most ${SLACK}: ${factor <= SLACK ? 'kept' : 'MISSED'}`
}

/** Gives the figures by case, rows and side. */
function figuresOf(cases) {
  const figures = Object.fromEntries(Object.keys(tasks).map((name) => [name, {}]))
  for (const { name, count, best } of cases) figures[name][count] = best
  return figures
}
