import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RegressionModel } from '../../src/model/regression-model.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { listStages, readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { readStage } from '../../src/sparkml/read-stage.ts'
import { writeModel } from '../../src/sparkml/write-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import { trainedAt } from '../sparkml/hand-made.ts'
import { predictVector, prepareRow, type Row } from './predict.ts'
import { findPySpark, runPython } from './pyspark.ts'
import { type SparkSession, trainInSpark } from './spark-session.ts'
import { writeStore } from './write-store.ts'

// a JVM starts in seconds, or in a minute where the machine is busy
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const spark = findPySpark()
const python = 'python' in spark ? spark.python : ''
const accept = resolve(process.env.FREEFLOW_DATA ?? '../shared/data', '../accept')
const modelNames = ['linear', 'sparse_linear', 'forest', 'boosting']

if ('absent' in spark) console.warn(`LEFT OUT: nothing was tried with a real Spark: ${spark.absent}`)
if (!existsSync(accept)) console.warn(`LEFT OUT: the readers of the downstream teams are not at ${accept}`)

describe.skipIf('absent' in spark || !existsSync(accept))('what we write, in PySpark', () => {
  let store: string
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'freeflow-store-'))
    await writeStore(store)
  })
  afterAll(() => rmSync(store, { recursive: true, force: true }))

  it.each(['pyspark_reader.py', 'layout_reader.py'])('passes every check of %s', (reader) => {
    const printed = runPython(python, join(accept, reader), store)
    console.log(printed)
    expect(printed).toMatch(/^\d+ passed, 0 failed$/m)
  })
})

describe.skipIf('absent' in spark)('what PySpark writes', () => {
  let directory: string
  let session: SparkSession
  let rows: readonly Row[]
  /** By model: its predictions in Spark; and the feature vectors. */
  let expected: Readonly<Record<string, readonly number[]>> & { readonly features: readonly number[][] }
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'freeflow-pyspark-'))
    session = await trainInSpark(python, directory)
    rows = readJson('rows.json')
    expected = readJson('expected.json')
  })
  afterAll(async () => {
    await session.close()
    rmSync(directory, { recursive: true, force: true })
  })

  const readJson = (name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8'))
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
    const stages = await listStages(join(directory, 'pipeline'))
    const preparation = { stages: await Promise.all(stages.slice(0, 4).map(readStage)) }
    const model = await readModel(stages[4])
    expectClose(
      rows.map((row) => predictVector(model, prepareRow(preparation, row))),
      expected.forest,
    )
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

  it('loads in Spark with equal predictions after we have read and written it', async () => {
    const preparation = await readPipelineModel(join(directory, 'preparation'))
    await writePipelineModel(preparation, join(directory, 'rewritten/preparation'), { trainedAt })
    for (const name of modelNames) {
      const model = await readModel(join(directory, name))
      await writeModel(model, join(directory, 'rewritten', name), { trainedAt })
    }
    await session.score()
    const { importances, ...scored } = readJson('scored.json')
    expect(scored).toEqual(expected)
    expect(importances.reduce((sum: number, one: number) => sum + one, 0)).toBeCloseTo(1, 12)
  })
})

/** Spark adds up with BLAS, in another order than ours: relative 1e-12. */
function expectClose(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length)
  const worst = actual.map((value, row) => Math.abs(value - wanted[row]) / Math.max(1, Math.abs(wanted[row])))
  expect(Math.max(...worst)).toBeLessThanOrEqual(1e-12)
}
