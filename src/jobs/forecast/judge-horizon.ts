import type { RunFacts } from '../../engine/run-facts.ts'
import { FreeflowError } from '../../errors.ts'
import { maskedMetrics } from '../../metrics/masked-metrics.ts'
import { type RegressionMetrics, regressionMetrics } from '../../metrics/regression.ts'
import { predictRows } from '../../model/predict-rows.ts'
import { completeRows } from '../../prepare/complete-rows.ts'
import { encodeRows } from '../../prepare/encode-rows.ts'
import { neededColumns } from '../../prepare/needed-columns.ts'
import type { Table } from '../../table/table.ts'
import { forecastTarget } from '../../traffic/forecast/forecast-columns.ts'
import { loadFeatures } from '../../traffic/load-features.ts'
import { sliceRows } from '../slice-rows.ts'
import type { TrainedModel } from '../train-model.ts'
import {
  type BaselineName,
  type BaselineScore,
  baselineColumns,
  type HorizonScore,
} from './forecast-summary.ts'
import { judgeModel } from './judge-model.ts'

/** A table of one horizon and what was learnt from it. */
export interface JudgedHorizon {
  /** Directory of the forecast table. */
  readonly path: string
  readonly data: Pick<RunFacts, 'columns' | 'layout' | 'summary' | 'purgeMinutes'>
  readonly trained: readonly TrainedModel[]
  /** Milliseconds since 1970. */
  readonly testStartMs: number
  readonly threads: number
  /** Where the draws of intervals start. */
  readonly seed: number
}

/**
 * Holds the models of one horizon against what needs no model, on the test rows of the run: those with a null in a
 * column that is imputed too.
 *
 * @throws FreeflowError `data` where the table has no test row.
 */
export async function judgeHorizon(judged: JudgedHorizon): Promise<HorizonScore> {
  const { data, trained, seed } = judged
  const { table, rows } = await loadTestRows(judged)
  const labels = valuesOf(table, forecastTarget, rows)
  const epochMs = instantsOf(table, rows)
  const slicings = sliceRows(table, rows, labels, data.summary.timezone)
  const sayings = baselineValues(table, rows)
  const test = { labels, epochMs, slicings, baselines: sayings, seed }
  const matrix = encodeRows(data.layout, table, rows)
  const models = trained.map(({ name, model }) => {
    return [name, judgeModel(predictRows(model, matrix), test)] as const
  })
  const baselines = {
    persistence: scoreBaseline(labels, sayings.persistence),
    historical_average: scoreBaseline(labels, sayings.historical_average),
    drift_corrected_profile: scoreBaseline(labels, sayings.drift_corrected_profile),
  }
  return {
    rows_train: data.summary.rows_train,
    rows_test: rows.length,
    sensors: slicings.get('sensor')?.names.length ?? 0,
    purge: data.purgeMinutes ?? 0,
    test_start: new Date(epochMs.reduce((first, instant) => Math.min(first, instant))).toISOString(),
    test_end: new Date(epochMs.reduce((last, instant) => Math.max(last, instant))).toISOString(),
    models: Object.fromEntries(models),
    baselines,
    skill: Object.fromEntries(models.map(([name, { metrics }]) => [name, skillOf(metrics, baselines)])),
  }
}

function scoreBaseline(labels: Float64Array, values: Float64Array): BaselineScore {
  return { ...regressionMetrics(labels, values), masked: maskedMetrics(labels, values) }
}

function baselineValues(table: Table, rows: Uint32Array): Record<BaselineName, Float64Array> {
  const of = (name: BaselineName) => valuesOf(table, baselineColumns[name], rows)
  return {
    persistence: of('persistence'),
    historical_average: of('historical_average'),
    drift_corrected_profile: of('drift_corrected_profile'),
  }
}

/** Gives how much lower the error of a model is than that of the best baseline, as a share of it. */
export function skillOf(
  { rmse }: RegressionMetrics,
  baselines: Readonly<Record<string, RegressionMetrics>>,
): number {
  const best = Math.min(...Object.values(baselines).map((baseline) => baseline.rmse))
  return best > 0 ? 1 - rmse / best : 0
}

async function loadTestRows({ path, data, testStartMs, threads }: JudgedHorizon) {
  const { numeric, categorical } = data.columns
  const names = new Set([forecastTarget, ...numeric, ...categorical, ...Object.values(baselineColumns)])
  const { table } = await loadFeatures({
    path,
    columns: [
      { name: 'sensor_id', kinds: ['string'] },
      { name: 'timestamp', kinds: ['instant'] },
      ...[...names].map((name) => ({ name, kinds: ['number' as const] })),
    ],
    absentColumns: [],
    timezone: 'UTC',
    startDate: new Date(testStartMs).toISOString().slice(0, 10),
    seed: 0,
    threads,
  })
  const instants = instantsOf(
    table,
    Uint32Array.from({ length: table.numRows }, (_, row) => row),
  )
  const { rows } = completeRows(table, [forecastTarget, ...neededColumns(data.layout)])
  return { table, rows: rows.filter((row) => instants[row] >= testStartMs) }
}

function valuesOf(table: Table, name: string, rows: Uint32Array): Float64Array {
  const column = table.columns.get(name)
  if (column?.kind !== 'number') throw new FreeflowError('data', `column ${name}: expected numbers`)
  return Float64Array.from(rows, (row) => column.values[row])
}

function instantsOf(table: Table, rows: Uint32Array): Float64Array {
  const column = table.columns.get('timestamp')
  if (column?.kind !== 'instant') throw new FreeflowError('data', 'column timestamp: expected instants')
  return Float64Array.from(rows, (row) => column.epochMs[row])
}
