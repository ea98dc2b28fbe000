import { describe, it } from 'vitest'
import { readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import { preparation, temporaryDirectory, trainedAt } from './hand-made.ts'
import { expectDataError, inMetadata, inStage, inTable, type Malformed, remove } from './spoil.ts'

const anyPipeline: readonly Malformed[] = [
  [
    'another class',
    inMetadata('ml.PipelineModel', 'ml.Pipeline'),
    /class org.apache.spark.ml.Pipeline is not one/,
  ],
  ['no stages', inMetadata('"stageUids":[', '"stageUids":[],"x":['), /stageUids: /],
  [
    'a stage outside of it',
    inMetadata('"strIdx_', '"../../strIdx_'),
    /stageUids.0: a uid must be a file name$/,
  ],
  ['a missing stage', inMetadata('"strIdx_', '"strIdx_0'), /stages\/0_strIdx_0.*\/metadata: not there$/],
  [
    'two columns, one of them named',
    inStage('0', inMetadata('"inputCols":["c"]', '"inputCols":["c","d"]')),
    /outputCols must have one for each of 2 input columns, has 1$/,
  ],
  [
    'no input columns',
    inStage('1', inMetadata('"inputCols"', '"other"')),
    /outputCols must have one for each of 0 input columns/,
  ],
  [
    'a policy that Spark has not',
    inStage('0', inMetadata('"handleInvalid":"keep"', '"handleInvalid":"drop"')),
    /handleInvalid: /,
  ],
  [
    'a policy that the encoder has not',
    inStage('1', inMetadata('"handleInvalid":"keep"', '"handleInvalid":"skip"')),
    /handleInvalid: /,
  ],
  [
    'labels of two columns',
    inStage('0', inTable('data', `SELECT [['a'], ['b']] AS labelsArray`)),
    /labelsArray must have one for each of 1 input columns, has 2$/,
  ],
  [
    'a label twice',
    inStage('0', inTable('data', `SELECT [['a', 'a']] AS labelsArray`)),
    /labelsArray.0: a label stands twice$/,
  ],
  ['a null label', inStage('0', inTable('data', `SELECT [['a', NULL]] AS labelsArray`)), /labelsArray.0.1: /],
  [
    'null labels',
    inStage('0', inTable('data', 'SELECT [NULL::VARCHAR[]] AS labelsArray')),
    /labelsArray.0: /,
  ],
  [
    'labels that are numbers',
    inStage('0', inTable('data', 'SELECT [[1]] AS labelsArray')),
    /labelsArray.0.0: /,
  ],
  ['no categories', inStage('1', inTable('data', 'SELECT [0] AS categorySizes')), /categorySizes.0: /],
  [
    'an assembler without columns',
    inStage('2', inMetadata('"inputCols":[', '"inputCols":[],"x":[')),
    /inputCols: /,
  ],
  ['a scaler without data', inStage('3', remove('data')), /data: not there$/],
  [
    'a scaler of two lengths',
    inStage(
      '3',
      inTable('data', 'SELECT std, struct_update(mean, "values" := [1]::DOUBLE[]) AS mean FROM old'),
    ),
    /mean and std must be of one length$/,
  ],
  [
    'a negative deviation',
    inStage(
      '3',
      inTable(
        'data',
        'SELECT struct_update(std, "values" := [-1, 1, 1, 1, 1, 1]::DOUBLE[]) AS std, mean FROM old',
      ),
    ),
    /std must not be negative$/,
  ],
  [
    'a model for a stage',
    inStage('3', inMetadata('feature.StandardScalerModel', 'regression.LinearRegressionModel')),
    /LinearRegressionModel is no step of preparation$/,
  ],
]

describe('a pipeline is refused with', () => {
  it.each(anyPipeline)('%s', async (_, spoil, message) => {
    const directory = temporaryDirectory()
    await writePipelineModel(preparation, directory, { trainedAt })
    await spoil(directory)
    await expectDataError(readPipelineModel(directory), directory, message)
  })
})
