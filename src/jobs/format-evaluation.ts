import type { RegressionMetrics } from '../metrics/regression.ts'
import type { Evaluation } from './evaluate-model.ts'
import { formatLeaks } from './format-leaks.ts'
import { formatStoredForecast } from './stored-forecast.ts'

/**
 * Puts an evaluation in words: a table of all rows and of each slice, what was set aside, and the leak.
 *
 * No score stands here without the finding on how it came about.
 */
export function formatEvaluation(evaluation: Evaluation): string[] {
  const { model, version, data, metrics, stored_metrics: stored, slices, audit } = evaluation
  const dropped = Object.entries(data.rows_dropped).map(([reason, count]) => `${count} ${reason}`)
  return [
    '',
    `${model}/${version} on ${data.uri}, ${data.start} to ${data.end}`,
    `${data.rows_evaluated} of ${data.rows} records evaluated`,
    ...(dropped.length > 0 ? [`set aside: ${dropped.join(', ')}`] : []),
    '',
    [''.padEnd(24), ...['n', 'R²', 'RMSE', 'MAE'].map((title) => title.padStart(10))].join(''),
    formatRow('all rows', String(metrics.n), metrics),
    ...(stored === null ? [] : [formatRow('test rows of training', '-', stored)]),
    ...Object.entries(slices).flatMap(([name, rows]) => [
      '',
      titleOf(name, rows.length, evaluation),
      ...rows.map((row) => formatRow(`  ${row.value}`, String(row.n), row)),
    ]),
    ...evaluation.absent_slices.map((name) => `${name}: the data have no such column`),
    '',
    ...formatLeaks(audit),
    ...formatStoredForecast(evaluation.stored_forecast),
  ]
}

function titleOf(name: string, numRows: number, { num_sensors, data }: Evaluation): string {
  if (name === 'sensor') return `sensor, worst ${numRows} of ${num_sensors} by RMSE`
  if (name === 'speed_regime') return 'speed regime, mph'
  return name === 'hour' || name === 'day' ? `${name}, ${data.timezone}` : name
}

function formatRow(title: string, n: string, { r2, rmse, mae }: RegressionMetrics): string {
  const cells = [n, r2.toFixed(6), rmse.toFixed(4), mae.toFixed(4)].map((cell) => cell.padStart(10))
  return `${title.padEnd(24)}${cells.join('')}`
}
