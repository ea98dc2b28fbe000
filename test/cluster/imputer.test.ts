import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import { imputation, temporaryDirectory, trainedAt } from '../sparkml/hand-made.ts'
import { findPySpark, runPython } from './pyspark.ts'

const spark = findPySpark()
const python = 'python' in spark ? spark.python : ''
const program = join(import.meta.dirname, 'impute_rows.py')

if ('absent' in spark) console.warn(`LEFT OUT: no Imputer was loaded in a real Spark: ${spark.absent}`)

describe.skipIf('absent' in spark)('an Imputer that we write', () => {
  it('fills nulls and NaNs in PySpark, and comes back as it was when Spark has saved it', async () => {
    const directory = temporaryDirectory()
    await writePipelineModel(imputation, join(directory, 'ours'), { trainedAt })
    const rows = '[{"a": 1, "b": 2}, {"a": null, "b": 3}, {"a": NaN, "b": null}]'
    const printed = runPython(python, program, join(directory, 'ours'), join(directory, 'theirs'), rows)
    // b stands before a; 2.5 stands for a, -7 for b
    expect(JSON.parse(printed)).toEqual([
      [2, 1],
      [3, 2.5],
      [-7, 2.5],
    ])
    expect(await readPipelineModel(join(directory, 'theirs'))).toEqual(imputation)
  })
})
