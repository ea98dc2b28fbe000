import { countFindings } from '../engine/report-findings.ts'
import { formatForecast } from './forecast/format-forecast.ts'
import { formatForecastAudit } from './forecast/format-forecast-audit.ts'
import { formatLeaks } from './format-leaks.ts'
import { titleOf } from './log-training.ts'
import type { Check, RunSummary } from './summary.ts'
import { tuningNote } from './tuning-note.ts'

/**
 * Puts a run in words: metrics, checks, the leak, and what can be said of a forecast.
 *
 * No score stands here without the finding on how it came about.
 */
export function formatVerdict(summary: RunSummary): string[] {
  return [
    '',
    '='.repeat(72),
    'TRAINING COMPLETE - SUMMARY',
    '='.repeat(72),
    ...formatModels(summary),
    `Data: ${countFindings(summary.data.findings)}`,
    ...summary.not_done.map((line) => `NOT DONE in the time given: ${line}`),
    '',
    ...formatChecks(summary.checks),
    ...formatTuned(summary),
    '',
    ...(summary.preset === 'nowcast' ? formatLeaks(summary.audit) : formatForecastAudit(summary.audit)),
    ...formatForecast(summary.forecast),
    '',
    ...formatOutcome(summary),
  ]
}

function formatModels({ models }: RunSummary): string[] {
  const rows = Object.entries(models).map(([name, model]) => {
    const { r2, rmse, mae } = model.metrics
    const cells = [r2.toFixed(6), rmse.toFixed(4), mae.toFixed(4)].map((cell) => cell.padStart(10))
    return `${titleOf(name).padEnd(28)}${cells.join('')}   ${model.path ?? 'not published'}`
  })
  return [
    `${'Model'.padEnd(28)}${['R²', 'RMSE', 'MAE'].map((cell) => cell.padStart(10)).join('')}   Version`,
    ...rows,
  ]
}

function formatChecks(checks: readonly Check[]): string[] {
  const words = (pass: boolean | null) => (pass === null ? 'NOT RUN' : pass ? 'PASS' : 'FAIL')
  return checks.map(({ id, text, pass, evidence }) => {
    return `${words(pass).padEnd(8)}${id.padEnd(20)}${text.padEnd(52)} ${evidence}`
  })
}

/** Says of which models the scores on folds are those that their parameters were chosen by. */
function formatTuned({ models }: RunSummary): string[] {
  const tuned = Object.keys(models).filter((name) => models[name].tuning !== null)
  return tuned.length === 0 ? [] : ['', `Scores on folds (${tuned.map(titleOf).join(', ')}): ${tuningNote}`]
}

function formatOutcome({ models, checks }: RunSummary): string[] {
  const failed = checks.filter(({ pass }) => pass === false)
  const forest = models['random_forest']?.gates.find(({ metric }) => metric === 'r2')
  const lines: string[] = []
  if (forest?.pass === true) lines.push('✓✓✓ RANDOM FOREST ACHIEVED TARGET R² ≥ 0.9996 ✓✓✓')
  if (forest?.pass === false)
    lines.push(`✗ random forest R² below target. Gap: ${(forest.target - forest.actual).toFixed(6)}`)
  const count = (pass: boolean | null) => checks.filter((check) => check.pass === pass).length
  lines.push(`${count(true)} checks passed, ${count(false)} failed, ${count(null)} not run`)
  if (failed.length > 0) lines.push(`failed: ${failed.map(({ id }) => id).join(', ')}`)
  return lines
}
