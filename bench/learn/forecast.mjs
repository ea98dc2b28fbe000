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
/** Losses by name: who has them, and what is asked of ours. */
const losses = {
  squared: {
    sides: ['ours', 'lightgbm/codes', 'xgboost/codes', 'catboost/codes-depthwise'],
    // how far below the best R2 ours may lie
    isKept: (ours, best) => ours.r2 >= best.r2 - 0.003,
    isBetter: (a, b) => b.r2 - a.r2,
    tell: ({ r2 }) => `R2 ${r2}`,
    rule: 'within 0.003 of the best',
  },
  absolute: {
    sides: ['ours', 'lightgbm/codes'],
    isKept: ({ minutes, mae }) => mae <= TARGET_MAE[minutes],
    isBetter: (a, b) => a.mae - b.mae,
    tell: ({ mae }) => `MAE ${mae} mph`,
    rule: 'at most 2.90 at 15 min, 3.70 at 60',
  },
}
/** Mean absolute error in mph that ours is to reach on absolute loss, by minutes ahead. */
const TARGET_MAE = { 15: 2.9, 60: 3.7 }

/**
 * Fits each side once a horizon and loss, on two threads; peers get what they have of our parameters.
 *
 * @returns As every benchmark; `json` by horizon (`15m`; of absolute loss `15m_absolute`), then by side without its
 *   variant.
 */
export async function bench({ features, peers }) {
  const directory = mkdtempSync(join(tmpdir(), 'freeflow-bench-'))
  try {
    const table = features ?? exportWeek(join(directory, 'features'))
    const isWanted = (side) => side === 'ours' || (peers?.includes(side.split('/')[0]) ?? true)
    const rows = MINUTES.flatMap((minutes) => {
      const matrix = join(directory, `${minutes}m`)
      const args = [table, join(weekOfMetrLa(), 'adjacency.csv'), `${minutes}`, matrix]
      execFileSync('node', [join(here, 'export-forecast.mjs'), ...args], { stdio: 'inherit' })
      return Object.entries(losses).flatMap(([loss, { sides }]) =>
        sides.filter(isWanted).map((side) => rowOf(side, minutes, loss, matrix)),
      )
    })
    return {
      title: 'forecast: boosting on the features, split and gap of --preset forecast',
      about: ['one round; squared and absolute loss; R2, RMSE and MAE in mph on the last two days'],
      rows,
      verdict: MINUTES.flatMap((minutes) =>
        Object.keys(losses).map((loss) => verdictOf(minutes, loss, rows)),
      ),
      json: { forecast: bySide(rows) },
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function rowOf(side, minutes, loss, matrix) {
  const params = forecastPreset(minutes).params.gradient_boosted_trees
  const {
    maxIter: trees,
    maxDepth: depth,
    stepSize,
    subsamplingRate,
    minInstancesPerNode,
    firstMaxDepth,
  } = params
  const boosting = {
    ...{ subsamplingRate, minInstancesPerNode, firstMaxDepth, featureSubsetStrategy: 'onethird' },
    lossType: loss,
  }
  const task = { kind: 'fit', model: 'boosting', trees, depth, stepSize, boosting, threads: 2 }
  const { r2, rmse, mae, cpu_s, wall_s, version = '' } = runSide(side, task, matrix)
  const rounded = (value, digits) => Number(value.toFixed(digits))
  const row = {
    ...{ minutes, loss, side },
    ...{ r2: rounded(r2, 5), rmse: rounded(rmse, 4), mae: rounded(mae, 4) },
    ...{ cpu_s: rounded(cpu_s, 2), wall_s: rounded(wall_s, 2) },
  }
  console.error(JSON.stringify(row))
  return { ...row, version }
}

/** Gives the figures by horizon and loss, then by side. */
function bySide(rows) {
  const result = {}
  for (const { minutes, loss, side, ...figures } of rows) {
    const key = loss === 'squared' ? `${minutes}m` : `${minutes}m_${loss}`
    result[key] = { ...result[key], [side.split('/')[0]]: figures }
  }
  return result
}

function verdictOf(minutes, loss, rows) {
  const { isKept, isBetter, tell, rule } = losses[loss]
  const own = rows.filter((row) => row.minutes === minutes && row.loss === loss)
  const best = own.toSorted(isBetter)[0]
  const ours = own.find(({ side }) => side === 'ours')
  const found = isKept(ours, best) ? 'kept' : 'MISSED'
  return `${minutes}m, ${loss} loss: ${tell(ours)}, best ${tell(best)} (${best.side}); ${rule}: ${found}`
}
