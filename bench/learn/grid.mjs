// The grid of the forest: shared fits, our own separate ones, and the peers.
import { runSide, withMatrix } from './bench.mjs'
import { judgeR2 } from './summarise.mjs'

const grid = { numTrees: [50, 100, 150], maxDepth: [8, 10, 12], minInstancesPerNode: [1, 2, 5] }
const share = '0.82'
const FOLDS = 5
/** Trees that peers are measured with, at each depth; their time is taken to grow with the trees. */
const MEASURED_TREES = 50

const peerSides = ['xgboost/codes', 'lightgbm/codes', 'lightgbm/categories', 'sklearn/codes']

/**
 * Runs the grid on the training rows as if they were those of one fold, scored on the test rows; five times that is
 * the search.
 *
 * Of peers three points are measured, of 50 trees at each depth, and the rest is extrapolated: three counts of trees,
 * three sizes of leaves, five folds. Separate fits of ours are all run. One round, as it takes minutes.
 */
export async function bench({ features, peers }) {
  return withMatrix(features, async (matrix, about) => {
    const task = { kind: 'grid', grid, share, threads: 1 }
    const shared = ours({ ...task, shared: true }, matrix)
    const twoThreads = ours({ ...task, shared: true, threads: 2 }, matrix)
    const separate = ours({ ...task, shared: false }, matrix)
    if (JSON.stringify(shared.r2s) !== JSON.stringify(separate.r2s))
      throw new Error('shared fits and separate ones score differently')
    const sides = peerSides.filter((side) => peers === null || peers.includes(side.split('/')[0]))
    const rivals = sides.map((side) => rival(side, matrix))
    const rows = [
      rowOf('ours, shared', shared, shared),
      rowOf('ours, shared, 2 threads', twoThreads, shared),
      rowOf('ours, separate', separate, shared),
      ...rivals.map((one) => rowOf(`${one.side} (extrapolated)`, one, shared)),
    ]
    return {
      title: 'grid: 27 points x 5 folds of the forest',
      about: [
        ...about,
        `seconds of one fold times ${FOLDS}; peers from 3 points of ${MEASURED_TREES} trees, extrapolated`,
      ],
      rows,
      verdict: verdictOf({ shared, twoThreads, separate, rivals }),
      json: { grid: figuresOf({ shared, twoThreads, separate, rivals }) },
      versions: Object.fromEntries(rivals.map(({ side, version }) => [side.split('/')[0], version])),
    }
  })
}

function ours(task, matrix) {
  const sample = runSide('ours', task, matrix)
  console.error(`ours  ${JSON.stringify({ ...task, grid: undefined })}  cpu_s ${sample.cpu_s}`)
  return { ...sample, cpu_s: sample.cpu_s * FOLDS, wall_s: sample.wall_s * FOLDS, fits: sample.fits * FOLDS }
}

function rival(side, matrix) {
  const samples = grid.maxDepth.map((depth) => {
    // a forest of scikit-learn takes minutes
    const trees = side.startsWith('sklearn') ? MEASURED_TREES / 10 : MEASURED_TREES
    const task = { kind: 'fit', model: 'forest', trees, depth, share, threads: 1 }
    const sample = runSide(side, task, matrix)
    console.error(`${side}  depth ${depth}, ${trees} trees  cpu_s ${sample.cpu_s}  r2 ${sample.r2}`)
    return { ...sample, perTree: sample.cpu_s / trees, wallPerTree: sample.wall_s / trees }
  })
  const numTrees =
    grid.numTrees.reduce((sum, trees) => sum + trees, 0) * grid.minInstancesPerNode.length * FOLDS
  const total = (key) => numTrees * samples.reduce((sum, sample) => sum + sample[key], 0)
  const numFits = grid.numTrees.length * grid.maxDepth.length * grid.minInstancesPerNode.length * FOLDS
  return {
    side,
    cpu_s: total('perTree'),
    wall_s: total('wallPerTree'),
    r2: Math.max(...samples.map(({ r2 }) => r2)),
    fits: numFits,
    version: samples[0].version,
  }
}

function rowOf(side, { cpu_s, wall_s, r2, fits }, shared) {
  return { side, cpu_s, wall_s, times: cpu_s / shared.cpu_s, r2, fits }
}

/** Gives the figures by side, of each peer those of its fastest variant. */
function figuresOf({ shared, twoThreads, separate, rivals }) {
  const figures = (one) => {
    const { side: _, ...rest } = rowOf('', one, shared)
    return rest
  }
  const sides = {
    ours: figures(shared),
    ours_two_threads: figures(twoThreads),
    ours_separate: figures(separate),
  }
  for (const one of rivals.toSorted((a, b) => a.cpu_s - b.cpu_s)) {
    const [peer, variant] = one.side.split('/')
    sides[peer] ??= { ...figures(one), variant, is_extrapolated: true }
  }
  return sides
}

function verdictOf({ shared, twoThreads, separate, rivals }) {
  const line = (text, ratio, least, aim) =>
    `${text}: ${ratio.toFixed(2)} times, at least ${least} (aim ${aim}): ${ratio >= least ? 'kept' : 'MISSED'}`
  const lines = [line('separate fits of ours cost', separate.cpu_s / shared.cpu_s, 3.5, 6)]
  if (rivals.length === 0) return lines
  const fastest = rivals.reduce((best, one) => (one.cpu_s < best.cpu_s ? one : best))
  return [
    ...lines,
    line(`${fastest.side} costs`, fastest.cpu_s / shared.cpu_s, 12, 25),
    line(`${fastest.side} beside our two threads, wall`, fastest.wall_s / twoThreads.wall_s, 18, 18),
    ...judgeR2('grid', shared, rivals),
  ]
}
