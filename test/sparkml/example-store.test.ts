import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readModel } from '../../src/sparkml/read-model.ts'
import { readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { predictVector, prepareRow, type Row } from '../cluster/predict.ts'
import { acceptFolder } from '../data-folder.ts'

const store = join(acceptFolder, 'example-store')
const names = ['linear_regression', 'random_forest', 'gradient_boosted_trees']
const version = '20261123_100000'

if (!existsSync(store)) console.warn(`LEFT OUT: the example store of the downstream teams is not at ${store}`)

describe.skipIf(!existsSync(store))('the example store of the downstream teams', () => {
  it.each(names)('has a %s that predicts its golden rows', async (name) => {
    const directory = join(store, name, version)
    const preparation = await readPipelineModel(join(directory, 'preprocessing'))
    const model = await readModel(join(directory, 'model'))
    const { rows, predictions } = JSON.parse(readFileSync(join(directory, 'golden.json'), 'utf8'))
    expect(model.kind).toBe(name)
    expect(rows.map((row: Row) => predictVector(model, prepareRow(preparation, row)))).toEqual(predictions)
  })

  it.each(['preprocessing/model', `random_forest/${version}/preprocessing`])(
    'has preparation in %s',
    async (path) => {
      const { stages } = await readPipelineModel(join(store, path))
      expect(stages.map(({ kind }) => kind)).toEqual([
        'StringIndexerModel',
        'OneHotEncoderModel',
        'VectorAssembler',
        'StandardScalerModel',
      ])
      expect(stages[0]).toMatchObject({
        inputCols: ['c'],
        labelsArray: [['b', 'a', 'c']],
        handleInvalid: 'keep',
      })
      expect(stages[1]).toMatchObject({ categorySizes: [4], dropLast: true, handleInvalid: 'keep' })
    },
  )
})
