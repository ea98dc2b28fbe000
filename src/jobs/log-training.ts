import type { Reporter } from '../engine/host.ts'
import { formatEnough, formatRivals } from './format-search.ts'
import { type ModelName, modelNames } from './presets.ts'
import { leadingFeature, type TrainedModel } from './train-model.ts'
import { tuningNote } from './tuning-note.ts'

/** Names of the models in log lines. */
export const modelTitles: Readonly<Record<ModelName, string>> = {
  linear_regression: 'Linear Regression',
  random_forest: 'Random Forest',
  gradient_boosted_trees: 'Gradient Boosted Trees',
}

/** Gives the title of a model by its name in the store, for instance `Random Forest 15m`. */
export function titleOf(storedAs: string): string {
  const known = modelNames.find((name) => storedAs === name || storedAs.startsWith(`${name}_`))
  return known === undefined
    ? storedAs
    : `${modelTitles[known]} ${storedAs.slice(known.length + 1)}`.trimEnd()
}

/** Says how a model did on the test rows, beside its targets, in the words that users search their logs for. */
export function logTrained(trained: TrainedModel, report: Reporter): void {
  const { metrics, gates } = trained
  logTuning(trained, report)
  const targetOf = (metric: string) => {
    const gate = gates.find((candidate) => candidate.metric === metric)
    return gate === undefined ? '' : ` (target: ${gate.target})`
  }
  report.info(`Test RMSE: ${metrics.rmse.toFixed(4)}${targetOf('rmse')}`)
  report.info(`Test R²: ${metrics.r2.toFixed(6)}${targetOf('r2')}`)
  report.info(`Test MAE: ${metrics.mae.toFixed(4)}${targetOf('mae')}`)
  const r2 = gates.find(({ metric }) => metric === 'r2')
  if (r2 !== undefined) {
    report.info(
      r2.pass ? '✓ R² TARGET ACHIEVED!' : `✗ R² below target. Gap: ${(r2.target - r2.actual).toFixed(6)}`,
    )
  }
  logImportances(trained, report)
}

function logTuning({ name, tuned }: TrainedModel, report: Reporter): void {
  const { cv, tuning, curves } = tuned
  if (tuning !== null) {
    for (const [param, value] of Object.entries(tuning.best)) report.info(`Best ${param}: ${value}`)
    const { points, fitsEquivalent, fitsRun } = tuning
    const rest = fitsRun < fitsEquivalent ? ': the others are parts of them' : ''
    report.info(`${points.length} points, ${fitsEquivalent} fits asked for, ${fitsRun} run${rest}`)
    for (const line of [...formatRivals(tuning), tuningNote]) report.info(line)
    for (const param of tuning.atEdge) {
      report.warn(`${name}: the best ${param}, ${tuning.best[param]}, lies at the edge of the grid`)
    }
  }
  if (cv === null) return
  report.info(
    `Average R² across ${cv.scores.length} folds: ${cv.mean.toFixed(6)} (deviation ${cv.std.toFixed(6)})`,
  )
  for (const line of formatEnough(curves, cv)) report.info(line)
}

function logImportances({ featureImportance, gates }: TrainedModel, report: Reporter): void {
  if (featureImportance.length === 0) return
  report.info('Top 10 most important features:')
  featureImportance.slice(0, 10).forEach(({ feature, importance }, index) => {
    report.info(`${index + 1}. ${feature}: ${importance.toFixed(4)} (${percent(importance)})`)
  })
  if (!gates.some(({ metric }) => metric === 'importance')) return
  const [top] = featureImportance
  const isTop = top.feature === leadingFeature
  if (isTop) report.info(`✓ ${leadingFeature} is top feature at ${percent(top.importance)}`)
  else report.info(`✗ top feature is ${top.feature} at ${percent(top.importance)}, not ${leadingFeature}`)
  const isInRange = gates.filter(({ metric }) => metric === 'importance').every(({ pass }) => pass)
  if (isTop && !isInRange) report.info(`✗ importance of ${leadingFeature} is not within 75 % to 85 %`)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`
}
