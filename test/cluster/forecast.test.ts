import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { findPySpark, runPython } from './pyspark.ts'

// a JVM starts in seconds, or in a minute where the machine is busy
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const spark = findPySpark()
if ('absent' in spark) console.warn(`LEFT OUT: no forecast was scored by a real Spark: ${spark.absent}`)

const foundSchema = z.array(
  z.object({
    rows: z.number(),
    largest_difference: z.number(),
    predicted: z.number(),
    expected: z.number(),
  }),
)

describe.skipIf('absent' in spark)('a forecast in PySpark, from readings on', () => {
  const cwd = temporaryFolder()
  let path: string
  beforeAll(async () => {
    await runCli(['sample', '--out', 'readings', '--sensors', '6', '--days', '4'], { cwd })
    const small = ['--only', 'gradient_boosted_trees', '--set', 'gradient_boosted_trees.maxIter=30']
    const zone = ['--timezone', 'America/Los_Angeles', '--horizon', '15m']
    const { stdout } = await runCli(
      ['train-all', '--preset', 'forecast', '--data', 'readings', ...zone, ...small, '--json'],
      { cwd },
    )
    path = JSON.parse(stdout).models.gradient_boosted_trees_15m.path
  })

  it('has our features and our predictions', () => {
    const program = join(import.meta.dirname, 'forecast_rows.py')
    const python = 'python' in spark ? spark.python : ''
    const printed = runPython(
      python,
      program,
      path,
      join(cwd, 'readings', 'readings.parquet'),
      'GBTRegressionModel',
    )
    const found = foundSchema.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''))
    expect(found).toHaveLength(20)
    for (const { rows, largest_difference, predicted, expected } of found) {
      expect(rows).toBe(1)
      // means of a window are added up in another order
      expect(largest_difference).toBeLessThan(1e-9)
      expect(predicted).toBeCloseTo(expected, 9)
    }
  })
})
