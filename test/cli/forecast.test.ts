import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadModel } from '../../src/predict/load-model.ts'
import { sqlString, withDuckDb } from '../../src/table/duckdb.ts'
import { type CliResult, runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const few = ['--set', 'random_forest.numTrees=20', '--set', 'gradient_boosted_trees.maxIter=100']
const forecast = ['train-all', '--preset', 'forecast', '--sensors', '8', ...few, '--json']

/** Writes rows of texts, times and numbers as a Parquet file. */
async function writeParquetRows(path: string, rows: readonly object[]): Promise<void> {
  writeFileSync(`${path}.json`, JSON.stringify(rows))
  await withDuckDb({ threads: 1 }, async (connection) => {
    const source = `read_json(${sqlString(`${path}.json`)}, maximum_depth = -1)`
    await connection.run(`COPY (SELECT * FROM ${source}) TO ${sqlString(path)} (FORMAT parquet)`)
  })
}

describe('train-all --preset forecast on a generated network', () => {
  let trained: CliResult
  let summary: ReturnType<typeof JSON.parse>
  beforeAll(async () => {
    trained = await runCli([...forecast, '--days', '4', '--horizon', '15m,1h'], { cwd })
    summary = JSON.parse(trained.stdout)
  })

  it('publishes each learner for each horizon', () => {
    expect(trained.code).toBe(0)
    expect(Object.keys(summary.models)).toEqual([
      'linear_regression_15m',
      'random_forest_15m',
      'gradient_boosted_trees_15m',
      'linear_regression_60m',
      'random_forest_60m',
      'gradient_boosted_trees_60m',
    ])
    for (const [name, model] of Object.entries<{ path: string }>(summary.models)) {
      expect(existsSync(join(model.path, 'model'))).toBe(true)
      expect(JSON.parse(readFileSync(join(model.path, 'metadata.json'), 'utf8')).model_name).toBe(name)
    }
    expect(existsSync(join(cwd, 'models', 'preprocessing'))).toBe(false)
  })

  it('judges them on the last day, with a gap as long as window and horizon before it', () => {
    const { '15m': near, '60m': far } = summary.forecast.horizons
    expect([near.purge, far.purge]).toEqual([75, 120])
    expect(near.test_start.slice(11)).toMatch(/^0[78]:00:00/)
    expect(near.rows_test).toBeGreaterThan(far.rows_test)
    expect(summary.data.rows_dropped.purged).toBeGreaterThan(0)
    // every reading is learnt from, judged on, or set aside for a reason that is told
    const { rows, rows_train, rows_test, rows_dropped } = summary.data
    const dropped = Object.values<number>(rows_dropped).reduce((sum, count) => sum + count, 0)
    expect(rows_train + rows_test + dropped).toBe(rows)
  })

  it('is better than what needs no model, and says by how much', () => {
    for (const { models, baselines, skill } of Object.values<ReturnType<typeof JSON.parse>>(
      summary.forecast.horizons,
    )) {
      const best = Math.min(...Object.values<{ rmse: number }>(baselines).map(({ rmse }) => rmse))
      const forest = models.random_forest.metrics
      expect(skill.random_forest).toBeCloseTo(1 - forest.rmse / best, 12)
      expect(skill.random_forest).toBeGreaterThan(0)
      // what the run itself measured of the same model on the same rows
    }
    const { random_forest_15m: forest } = summary.models
    expect(summary.forecast.horizons['15m'].models.random_forest.metrics.rmse).toBe(forest.metrics.rmse)
    expect(trained.stderr).toMatch(/Forecast 15m ahead: \d+ rows/)
    expect(trained.stderr).not.toContain('LEAK')
    expect(trained.stderr).toMatch(/Audit 60m ahead: CLEAN: \d+ features/)
    const own = JSON.parse(readFileSync(join(summary.models.random_forest_15m.path, 'metadata.json'), 'utf8'))
    expect(Object.keys(own.audit.horizons)).toEqual(['15m'])
  })

  it('leaves models that load', async () => {
    const model = await loadModel(summary.models.random_forest_15m.path)
    expect(model.columns).toContain('profile_ahead')
    expect(model.columns).not.toContain('speed_ahead')
  })

  it('measures what needs no model as the models, labels of 0 left out', () => {
    const { baselines } = summary.forecast.horizons['15m']
    for (const { masked, mae } of Object.values<ReturnType<typeof JSON.parse>>(baselines)) {
      expect(masked.mape).toBeGreaterThan(0)
      // the generated network has no speed of 0
      expect(masked.mae).toBeCloseTo(mae, 12)
    }
    expect(trained.stderr).toMatch(/ {4}as now +R² .* MAPE \d+\.\d\d %/)
    expect(trained.stderr).toMatch(/ {2}Random Forest +R² .* MAPE \d+\.\d\d %/)
  })

  it('gives predictions with intervals, in a program and in a file', async () => {
    const { path } = summary.models.random_forest_15m
    const { rows, predictions } = JSON.parse(readFileSync(join(path, 'golden.json'), 'utf8'))
    const { prediction, lower, upper } = (await loadModel(path)).predictIntervals(rows)
    expect([...prediction]).toEqual(predictions)
    const { regimes } = summary.forecast.horizons['15m'].models.random_forest.intervals
    const isFast = prediction.findIndex((value) => value >= 55)
    expect(lower[isFast] - prediction[isFast]).toBeCloseTo(regimes[3].residuals[0], 9)
    expect(upper[isFast] - prediction[isFast]).toBeCloseTo(regimes[3].residuals[1], 9)

    const timed = rows.map((row: object, index: number) => ({
      sensor_id: 'a',
      timestamp: new Date(Date.parse('2012-03-01T00:00:00Z') + index * 300_000),
      ...row,
    }))
    await writeParquetRows(join(cwd, 'golden.parquet'), timed)
    const out = ['--data', 'golden.parquet', '--timezone', 'UTC', '--out', 'predicted.csv']
    const { code, stdout } = await runCli(['predict', path, ...out, '--json'], { cwd })
    expect(code).toBe(0)
    expect(JSON.parse(stdout).interval_level).toBe(0.9)
    const [head, first] = readFileSync(join(cwd, 'predicted.csv'), 'utf8').split('\n')
    expect(head).toBe('sensor_id,timestamp,prediction,lower,upper')
    expect(first.split(',').slice(2).map(Number)).toEqual([prediction[0], lower[0], upper[0]])
  })
})

describe('train-all --preset forecast', () => {
  it('ends well without a model where days are too few, and says why', async () => {
    const { code, stdout } = await runCli([...forecast, '--days', '1'], { cwd })
    expect(code).toBe(0)
    const { models, forecast: found } = JSON.parse(stdout)
    expect(models).toEqual({})
    expect(found).toEqual({ horizons: {}, reason: expect.stringContaining('too few days for a forecast') })
  })

  it('judges one day after another by models that learnt from the days before, and leaves out what has too few', async () => {
    const only = ['--only', 'gradient_boosted_trees', '--horizon', '15m', '--days', '4', '--backtest', '3']
    const { code, stdout, stderr } = await runCli([...forecast, ...only], { cwd })
    expect(code).toBe(0)
    const { horizons, backtest } = JSON.parse(stdout).forecast
    const { origins, rmse } = backtest['15m']
    expect(stderr).toMatch(/backtest: \d{4}-\d\d-\d\d is left out/)
    expect(origins).toHaveLength(2)
    expect(origins[1].rows_train).toBeGreaterThan(origins[0].rows_train)
    // of four days the run itself keeps the last one to judge on: the last origin is the same model
    const own = horizons['15m'].models.gradient_boosted_trees.metrics
    expect(origins[1].models.gradient_boosted_trees).toEqual(own)
    const [first, second] = origins.map(
      ({ models }: { models: { gradient_boosted_trees: { rmse: number } } }) =>
        models.gradient_boosted_trees.rmse,
    )
    expect(rmse.gradient_boosted_trees.mean).toBeCloseTo((first + second) / 2, 12)
    expect(rmse.gradient_boosted_trees.std).toBeCloseTo(Math.abs(first - second) / Math.SQRT2, 12)
  })

  it('judges on the rows that models are judged on, where nulls are imputed', async () => {
    const only = ['--only', 'linear_regression', '--horizon', '15m', '--models', 'imputed']
    const { stdout } = await runCli([...forecast, ...only, '--days', '4', '--nulls', 'impute'], { cwd })
    const { models, forecast: found, data } = JSON.parse(stdout)
    const { rows_test: numRows, models: scores } = found.horizons['15m']
    expect(numRows).toBe(data.rows_test)
    expect(scores.linear_regression.metrics.rmse).toBe(models.linear_regression_15m.metrics.rmse)
  })

  it('publishes nothing with --fail-on-leak where the test days are copies of training days', async () => {
    // one whole number a step, the same on each of four weekdays
    const speedAt = (sensor: number, step: number) =>
      30 + ((sensor * 7919 + step * step * 31 + step * 17) % 37)
    const lines = Array.from({ length: 3 * 4 * 288 }, (_, row) => {
      const [sensor, index] = [row % 3, Math.floor(row / 3)]
      const time = new Date(Date.parse('2012-03-05T00:00:00Z') + index * 300_000).toISOString()
      return `s${sensor},${time},${speedAt(sensor, index % 288)}`
    })
    writeFileSync(join(cwd, 'copies.csv'), ['sensor_id,timestamp,speed', ...lines].join('\n'))
    const sensors = ['sensor_id,latitude,longitude', 's0,34,-118', 's1,34.1,-118.1', 's2,34.2,-118.2']
    writeFileSync(join(cwd, 'places.csv'), sensors.join('\n'))
    const only = ['--only', 'linear_regression', '--horizon', '15m', '--models', 'copies']
    const data = ['--data', 'copies.csv', '--sensors-table', 'places.csv', '--timezone', 'UTC']
    const args = ['train-all', '--preset', 'forecast', '--json', ...only, ...data]
    const { code, stdout, stderr } = await runCli([...args, '--fail-on-leak'], { cwd })
    expect(stderr).toMatch(/LEAK 15m ahead: \d+ findings/)
    expect(code).toBe(7)
    const { audit, checks, models } = JSON.parse(stdout)
    expect(audit).toMatchObject({ verdict: 'leaking', horizons: { '15m': { sensors: 3 } } })
    const formulas = audit.leaks.map(({ formula }: { formula: string }) => formula)
    expect(formulas).toContainEqual(expect.stringContaining('are copies of training rows'))
    expect(checks.find(({ id }: { id: string }) => id === 'F.audit_15m').pass).toBe(false)
    expect(models.linear_regression_15m.version).toBeNull()
  })

  it('says that it takes no other split than that by time, where one was asked for', async () => {
    const toldOf = async (...more: string[]) =>
      (await runCli([...forecast, '--days', '1', ...more], { cwd })).stderr
    expect(await toldOf('--split', 'sensor')).toContain('--split sensor is not for a forecast')
    expect(await toldOf()).not.toContain('--split')
  })

  it('counts the folds of a grid in a dry run', async () => {
    const grid = ['--set', 'random_forest.grid={maxDepth: [3, 5]}', '--folds', '3', '--horizon', '15m']
    const { stdout } = await runCli([...forecast, '--days', '4', '--dry-run', ...grid], { cwd })
    const { models } = JSON.parse(stdout)
    expect(models.random_forest_15m.fits_equivalent).toBe(6)
  })

  it('refuses a horizon between two steps', async () => {
    const { code, stderr } = await runCli([...forecast, '--horizon', '7m'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('--horizon: must be multiples of 5m up to a day, got 7m')
  })
})
