import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readModel } from '../../src/sparkml/read-model.ts'
import { listStages, readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { readStage } from '../../src/sparkml/read-stage.ts'
import { writeModel } from '../../src/sparkml/write-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import { sqlString, withDuckDb } from '../../src/table/duckdb.ts'
import { boosting, forest, linear, preparation, temporaryDirectory, trainedAt } from './hand-made.ts'

const PART = 'part-00000.snappy.parquet'

/** Writes the answer of a query as a Parquet file. */
async function copyQuery(sql: string, path: string, options = ''): Promise<void> {
  await withDuckDb({ threads: 1 }, async (connection) => {
    await connection.run(`COPY (${sql}) TO ${sqlString(path)} (FORMAT parquet${options})`)
  })
}

function replaceMetadata(directory: string, replace: (text: string) => string): void {
  const path = join(directory, 'metadata/part-00000')
  writeFileSync(path, replace(readFileSync(path, 'utf8')))
}

describe('a table of nodes', () => {
  it.each(['uncompressed', 'gzip', 'zstd'])('reads several parts, empty ones and %s', async (codec) => {
    const directory = temporaryDirectory()
    await writeModel(boosting, directory, { trainedAt })
    const data = join(directory, 'data')
    const nodes = join(directory, 'nodes.parquet')
    writeFileSync(nodes, readFileSync(join(data, PART)))
    rmSync(join(data, PART))
    // the nodes of the second tree backwards, before the others
    const rows = (rest: string) => `SELECT * FROM read_parquet(${sqlString(nodes)}) ${rest}`
    const options = `, COMPRESSION ${codec}`
    await copyQuery(rows('WHERE treeID = 1 ORDER BY nodeData.id DESC'), join(data, 'part-0.parquet'), options)
    await copyQuery(rows('WHERE treeID <> 1'), join(data, 'part-2.parquet'), options)
    await copyQuery(rows('WHERE treeID > 9'), join(data, 'part-3.parquet'), options)
    writeFileSync(join(data, 'part-4.parquet'), '')
    writeFileSync(join(data, '.part-2.parquet.crc'), 'crc')
    writeFileSync(join(data, '_metadata'), 'not Parquet')
    mkdirSync(join(data, 'part-5'))
    expect(await readModel(directory)).toEqual(boosting)
  })

  it('reads pages that lie in several row groups and have a dictionary', async () => {
    const directory = temporaryDirectory()
    const trees = Array.from({ length: 600 }, (_, tree) => forest.trees[tree % 2])
    const model = { ...forest, trees, params: { numTrees: 600 } }
    await writeModel(model, directory, { trainedAt })
    const data = join(directory, 'data', PART)
    const sql = `SELECT * FROM read_parquet(${sqlString(data)})`
    await copyQuery(sql, join(directory, 'data/part-1.parquet'), ', ROW_GROUP_SIZE 2048')
    rmSync(data)
    expect(await readModel(directory)).toEqual(model)
  })

  it('reads treesMetadata as Spark 4.2 and later name its columns', async () => {
    const directory = temporaryDirectory()
    await writeModel(boosting, directory, { trainedAt })
    const path = join(directory, 'treesMetadata', PART)
    const sql = `SELECT treeID AS _1, metadata AS _2, weights AS _3 FROM read_parquet(${sqlString(path)})`
    await copyQuery(`${sql} ORDER BY treeID DESC`, join(directory, 'treesMetadata/part-1.parquet'))
    rmSync(path)
    expect(await readModel(directory)).toEqual(boosting)
  })
})

it('reads sparse coefficients', async () => {
  const directory = temporaryDirectory()
  await writeModel(linear, directory, { trainedAt })
  rmSync(join(directory, 'data', PART))
  const vector = `{type: 0::TINYINT, size: 4, indices: [1, 3], values: [2.5, -1.0]::DOUBLE[]}`
  const sql = `SELECT 0.5::DOUBLE AS intercept, ${vector} AS coefficients, 1.0::DOUBLE AS scale`
  await copyQuery(sql, join(directory, 'data/part-0.parquet'))
  const { numFeatures, coefficients } = { ...linear, ...(await readModel(directory)) }
  expect(numFeatures).toBe(4)
  expect(coefficients).toEqual(Float64Array.of(0, 2.5, 0, -1))
})

it('takes defaults where a parameter is not set, and keeps a seed of 64 bits', async () => {
  const directory = temporaryDirectory()
  await writeModel(forest, directory, { trainedAt })
  replaceMetadata(directory, (text) =>
    text
      .replace(
        /"paramMap":\{.*?\}/,
        '"paramMap":{"seed":-8773562456632877369,"maxDepth":4,"leafCol":"1234567890123456"}',
      )
      .replace(
        '"defaultParamMap":{}',
        '"defaultParamMap":{"maxDepth":5,"maxBins":32.0,"minInfoGain":0,"new":[]}',
      ),
  )
  expect((await readModel(directory)).params).toEqual({
    maxDepth: 4,
    maxBins: 32,
    minInfoGain: 0,
    seed: '-8773562456632877369',
  })
})

it('reads a stage of one column, which Spark keeps under other names', async () => {
  const directory = temporaryDirectory()
  await writePipelineModel({ stages: [preparation.stages[0]] }, directory, { trainedAt })
  const [stage] = await listStages(directory)
  replaceMetadata(stage, (text) =>
    text
      .replace('"inputCols":["c"],"outputCols":["ci"]', '"inputCol":"c","outputCol":"ci"')
      .replace('"defaultParamMap":{}', '"defaultParamMap":{"outputCol":"strIdx_1__output"}'),
  )
  expect(await readStage(stage)).toEqual(preparation.stages[0])
})

it('reads a pipeline that PySpark wrote under the name of its own class', async () => {
  const directory = temporaryDirectory()
  await writePipelineModel(preparation, directory, { trainedAt })
  replaceMetadata(directory, (text) =>
    text.replace('org.apache.spark.ml.PipelineModel', 'pyspark.ml.pipeline.PipelineModel'),
  )
  expect(await readPipelineModel(directory)).toEqual(preparation)
})
