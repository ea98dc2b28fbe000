import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { acceptFolder, weekFolder } from '../data-folder.ts'
import { findPySpark, runPython } from './pyspark.ts'

const isRequired = process.env.FREEFLOW_CLUSTER === 'require'
const spark = findPySpark()

if (!existsSync(weekFolder)) console.warn(`LEFT OUT: no METR-LA week at ${weekFolder}`)

// a minute of training: run with the cluster suite
describe.skipIf(!isRequired || !existsSync(weekFolder))('the METR-LA week', () => {
  const cwd = temporaryFolder()
  let summary: ReturnType<typeof JSON.parse>
  beforeAll(async () => {
    const made = await runCli(['features', '--data', weekFolder, '--out', 'features'], { cwd })
    expect(made.code).toBe(0)
    const trained = await runCli(['train-all', '--data', 'features', '--no-tune', '--no-cv', '--json'], {
      cwd,
    })
    expect(trained.code).toBe(0)
    summary = JSON.parse(trained.stdout)
  }, 600_000)

  it('has the rows that its README promises', () => {
    expect(summary.data).toMatchObject({ rows: 417_312, absent_columns: ['occupancy_ratio', 'flow_rate'] })
    expect(summary.data.rows_train + summary.data.rows_test).toBe(416_691)
  })

  it('meets every gate', () => {
    const metrics = (name: string) => summary.models[name].metrics
    console.log(
      JSON.stringify(Object.fromEntries(Object.keys(summary.models).map((name) => [name, metrics(name)]))),
    )
    expect(metrics('random_forest').r2).toBeGreaterThanOrEqual(0.9996)
    expect(metrics('gradient_boosted_trees').r2).toBeGreaterThanOrEqual(0.9992)
    expect(metrics('linear_regression').r2).toBeGreaterThan(0.9)
    expect(summary.checks.filter(({ pass }: { pass: boolean | null }) => pass === false)).toEqual([])
    expect(summary.models.random_forest.feature_importance[0].feature).toBe('traffic_efficiency')
  })

  it.each(['layout_reader.py', 'pyspark_reader.py'])(
    'is accepted by %s',
    (reader) => {
      if ('absent' in spark) throw new Error(spark.absent)
      const printed = runPython(spark.python, join(acceptFolder, reader), join(cwd, 'models'))
      console.log(printed)
      expect(printed).toMatch(/^\d+ passed, 0 failed$/m)
    },
    300_000,
  )
})
