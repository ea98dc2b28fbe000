// Forecasts of METR-LA's week: our boosting beside the peers, on the rows and parameters of `--preset forecast`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forecastPreset } from '../../dist/jobs/presets.js'
import { runSide } from './bench.mjs'
import { exportWeek, weekOfMetrLa } from './export-week.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const MINUTES = [15, 60]
const sides = ['ours', 'lightgbm/codes', 'xgboost/codes', 'catboost/codes-depthwise']
/** How far below the best R2 ours may lie. */
const MARGIN = 0.003

/** Fits each side once a horizon, on two threads; peers get what they have of our parameters. */
export async function bench({ features, peers }) {
  const directory = mkdtempSync(join(tmpdir(), 'freeflow-bench-'))
  try {
    const table = features ?? exportWeek(join(directory, 'features'))
    const wanted = sides.filter((side) => side === 'ours' || (peers?.includes(side.split('/')[0]) ?? true))
    const rows = MINUTES.flatMap((minutes) => {
      const matrix = join(directory, `${minutes}m`)
      const args = [table, join(weekOfMetrLa(), 'adjacency.csv'), `${minutes}`, matrix]
      execFileSync('node', [join(here, 'export-forecast.mjs'), ...args], { stdio: 'inherit' })
      return wanted.map((side) => rowOf(side, minutes, matrix))
    })
    return {
      title: 'forecast: boosting on the features, split and gap of --preset forecast',
      about: ['one round; squared loss; R2 on the last two days'],
      rows,
      verdict: MINUTES.map((minutes) => verdictOf(minutes, rows)),
      json: { forecast: rows },
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function rowOf(side, minutes, matrix) {
  const params = forecastPreset(minutes).params.gradient_boosted_trees
  const {
    maxIter: trees,
    maxDepth: depth,
    stepSize,
    subsamplingRate,
    minInstancesPerNode,
    firstMaxDepth,
  } = params
  const boosting = { subsamplingRate, minInstancesPerNode, firstMaxDepth, featureSubsetStrategy: 'onethird' }
  const task = { kind: 'fit', model: 'boosting', trees, depth, stepSize, boosting, threads: 2 }
  const { r2, cpu_s, wall_s, version = '' } = runSide(side, task, matrix)
  const row = {
    minutes,
    side,
    r2: Number(r2.toFixed(5)),
    cpu_s: Number(cpu_s.toFixed(2)),
    wall_s: Number(wall_s.toFixed(2)),
  }
  console.error(JSON.stringify(row))
  return { ...row, version }
}

function verdictOf(minutes, rows) {
  const own = rows.filter((row) => row.minutes === minutes)
  const best = own.toSorted((a, b) => b.r2 - a.r2)[0]
  const ours = own.find(({ side }) => side === 'ours')
  const isKept = ours.r2 >= best.r2 - MARGIN
  return `${minutes}m: R2 ${ours.r2}, best ${best.r2} (${best.side}); within ${MARGIN}: ${isKept ? 'kept' : 'MISSED'}`
}
