import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { RegressionModel } from '../../src/model/regression-model.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { listStages, readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { readStage } from '../../src/sparkml/read-stage.ts'
import { writeModel } from '../../src/sparkml/write-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { trainedAt } from '../sparkml/hand-made.ts'
import { predictVector, prepareRow, type Row } from './predict.ts'
import { findOlderPySpark, findPySpark, runPython, runPythonIn, sparkHomeOf } from './pyspark.ts'
import { startSparkServer } from './spark-server.ts'

// a JVM starts in seconds, or in a minute where the machine is busy
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

const program = join(import.meta.dirname, 'spark_models.py')
const modelNames = ['linear', 'sparse_linear', 'forest', 'boosting']

const found = [
  { version: 'newest', spark: findPySpark() },
  { version: '4.0', spark: findOlderPySpark('spark-4.0') },
  { version: '3.5', spark: findOlderPySpark('spark-3.5') },
]
const present = found.flatMap(({ version, spark }) => ('python' in spark ? [{ version, ...spark }] : []))
for (const { version, spark } of found) {
  if ('absent' in spark) console.warn(`LEFT OUT: no model crossed over to Spark ${version}: ${spark.absent}`)
}

const folder = temporaryFolder()
const directoryOf = (version: string) => join(folder, version)

describe.each(present)('what PySpark $version writes', ({ version, python }) => {
  const directory = directoryOf(version)
  let rows: readonly Row[]
  /** By model: its predictions in Spark; and the feature vectors. */
  let expected: Readonly<Record<string, readonly number[]>> & { readonly features: readonly number[][] }
  beforeAll(() => {
    mkdirSync(directory)
    runPython(python, program, 'train', directory)
    rows = readJson(directory, 'rows.json')
    expected = readJson(directory, 'expected.json')
  })

  const predict = (model: RegressionModel) => expected.features.map((x) => predictVector(model, x))

  it('we read: the preparation gives the same vectors, to the last bit', async () => {
    const preparation = await readPipelineModel(join(directory, 'preparation'))
    expect(rows.map((row) => prepareRow(preparation, row))).toEqual(expected.features)
  })

  it.each(modelNames)('we read: %s predicts the same', async (name) => {
    const model = await readModel(join(directory, name))
    expectClose(predict(model), expected[name])
  })

  it('we read: a pipeline of five stages, the last of them a model', async () => {
    await expectPipeline(join(directory, 'pipeline'), rows, expected.forest)
    await expect(readPipelineModel(join(directory, 'pipeline'))).rejects.toThrow(
      /RandomForestRegressionModel is no step of preparation/,
    )
  })

  it('we name a class that we do not read', async () => {
    await expect(readModel(join(directory, 'tree'))).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('class org.apache.spark.ml.regression.DecisionTreeRegressionModel'),
    })
  })

  it('we write again, from what we have read', async () => {
    const preparation = await readPipelineModel(join(directory, 'preparation'))
    await writePipelineModel(preparation, join(directory, 'rewritten/preparation'), { trainedAt })
    for (const name of modelNames) {
      const model = await readModel(join(directory, name))
      await writeModel(model, join(directory, 'rewritten', name), { trainedAt })
    }
  })
})

describe.each(present)('what we write of each version, in PySpark $version', ({ version, python }) => {
  const directories = present.map((one) => directoryOf(one.version))

  it('loads with equal predictions, alone and in one pipeline, which we read again', async () => {
    runPython(python, program, 'score', `classic-${version}`, ...directories)
    for (const directory of directories) await expectScored(directory, `classic-${version}`)
    report(version, 'classic', directories.length)
  })

  it.skipIf(version === '3.5')('loads with equal predictions by Spark Connect', async () => {
    const run = join(folder, `run-${version}`)
    const server = await startSparkServer(run, {}, { home: sparkHomeOf({ python }) })
    try {
      // to another host's name its client says a token only over TLS
      const env = { SPARK_REMOTE: server.remote.replace('127.0.0.1', 'localhost') }
      runPythonIn(env, python, program, 'score', `connect-${version}`, ...directories)
    } finally {
      await server.stop()
    }
    for (const directory of directories) await expectScored(directory, `connect-${version}`)
    report(version, 'connect', directories.length)
  })
})

function report(version: string, way: string, count: number): void {
  const from = present.map((one) => one.version).join(',')
  console.log(
    `CROSSING spark=${version} way=${way} trained_by=${from} models=${count * modelNames.length} differing=0`,
  )
}

/** Compares what a Spark has made of rewritten models with what the Spark that trained them said. */
async function expectScored(directory: string, name: string): Promise<void> {
  const expected = readJson(directory, 'expected.json')
  const { importances, whole, ...scored } = readJson(directory, `${name}.json`)
  for (const [model, predictions] of Object.entries(scored)) {
    if (model === 'features') expect(predictions).toEqual(expected.features)
    else expectClose(numbers(predictions), expected[model])
  }
  expect(Object.keys(scored)).toEqual(Object.keys(expected))
  expectClose(whole, expected.forest)
  expect(numbers(importances).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12)
  await expectPipeline(join(directory, `${name}-forest`), readJson(directory, 'rows.json'), expected.forest)
}

/** Reads a pipeline of four stages and a model, and compares its predictions. */
async function expectPipeline(path: string, rows: readonly Row[], predictions: readonly number[]) {
  const stages = await listStages(path)
  const preparation = { stages: await Promise.all(stages.slice(0, 4).map(readStage)) }
  const model = await readModel(stages[4])
  const predicted = rows.map((row) => predictVector(model, prepareRow(preparation, row)))
  expectClose(predicted, predictions)
}

function readJson(directory: string, name: string) {
  return JSON.parse(readFileSync(join(directory, name), 'utf8'))
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : []
}

/** Spark adds up with BLAS, in another order than ours: relative 1e-12. */
function expectClose(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length)
  const worst = actual.map((value, row) => Math.abs(value - wanted[row]) / Math.max(1, Math.abs(wanted[row])))
  expect(Math.max(...worst)).toBeLessThanOrEqual(1e-12)
}
