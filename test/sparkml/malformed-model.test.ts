import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { parquetFromRows } from '../../src/sparkml/parquet-from-rows.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { sparkTypes } from '../../src/sparkml/spark-type.ts'
import { writeModel } from '../../src/sparkml/write-model.ts'
import { boosting, linear, temporaryDirectory, trainedAt } from './hand-made.ts'
import {
  cut,
  expectDataError,
  inMetadata,
  inNode,
  inTable,
  inVector,
  type Malformed,
  PART,
  remove,
  write,
} from './spoil.ts'

// each case spoils a copy of what is written here once
const made = mkdtempSync(join(tmpdir(), 'freeflow-malformed-'))
beforeAll(async () => {
  await writeModel(linear, join(made, 'linear'), { trainedAt })
  await writeModel(boosting, join(made, 'boosting'), { trainedAt })
})
afterAll(() => rmSync(made, { recursive: true, force: true }))

function copyOf(name: 'linear' | 'boosting'): string {
  const directory = temporaryDirectory()
  cpSync(join(made, name), directory, { recursive: true })
  return directory
}

const anyModel: readonly Malformed[] = [
  ['no metadata', remove('metadata'), /metadata: not there$/],
  ['no metadata file', remove('metadata/part-00000'), /metadata: holds no part file with content$/],
  ['empty metadata', write('metadata/part-00000', ''), /metadata: holds no part file with content$/],
  ['metadata that are no JSON', write('metadata/part-00000', '{"class":'), /metadata\/part-00000: .*JSON/],
  [
    'metadata that are no object',
    write('metadata/part-00000', '[]'),
    /metadata\/part-00000: .*expected object/,
  ],
  ['no class', inMetadata('"class"', '"klass"'), /part-00000: class: .*expected string/],
  [
    'an unknown class',
    inMetadata('.ml.regression.', '.ml.classification.'),
    /class org.apache.spark.ml.classification/,
  ],
  [
    'the class of a stage',
    inMetadata('"class":"', '"class":"org.apache.spark.ml.feature.VectorAssembler","x":"'),
    /class org.apache.spark.ml.feature.VectorAssembler is no model/,
  ],
  ['no uid', inMetadata('"uid"', '"id"'), /part-00000: uid: /],
  ['no data', remove('data'), /data: not there$/],
  ['no data file', remove(`data/${PART}`), /data: holds no part file with content$/],
  ['data that are no Parquet', write(`data/${PART}`, 'PAR1 or not'), /part-00000.snappy.parquet: /],
  ['data that are cut off', cut(`data/${PART}`), /part-00000.snappy.parquet: /],
]

const linearOnly: readonly Malformed[] = [
  ['a text for a number', inMetadata('"maxIter":100', '"maxIter":"100"'), /maxIter: .*expected number/],
  ['a fraction for an int', inMetadata('"maxIter":100', '"maxIter":100.5'), /maxIter: .*expected int/],
  ['no row', inTable('data', 'FROM old LIMIT 0'), /data: number of rows must be 1, is 0$/],
  ['two rows', inTable('data', 'FROM old UNION ALL FROM old'), /data: number of rows must be 1, is 2$/],
  ['no intercept', inTable('data', 'SELECT coefficients FROM old'), /column intercept is not there$/],
  [
    'a null intercept',
    inTable('data', 'SELECT * REPLACE (NULL::DOUBLE AS intercept) FROM old'),
    /row 0: intercept: /,
  ],
  [
    'an intercept that is no number',
    inTable('data', `SELECT * REPLACE ('a' AS intercept) FROM old`),
    /row 0: intercept: /,
  ],
  [
    'an intercept of NaN',
    inTable('data', `SELECT * REPLACE ('NaN'::DOUBLE AS intercept) FROM old`),
    /row 0: intercept: /,
  ],
  [
    'an intercept of another width',
    inTable('data', 'SELECT * REPLACE (1::FLOAT AS intercept) FROM old'),
    /column intercept: values of type FLOAT$/,
  ],
  [
    'null coefficients',
    inTable(
      'data',
      'SELECT * REPLACE (NULL::STRUCT("type" TINYINT, size INTEGER, indices INTEGER[], "values" DOUBLE[]) AS coefficients) FROM old',
    ),
    /row 0: coefficients/,
  ],
  [
    'a vector of another kind',
    inVector('{type: 2::TINYINT, size: 1, indices: [0], values: [1.5]::DOUBLE[]}'),
    /row 0: coefficients.type: /,
  ],
  [
    'an infinite coefficient',
    inVector(`{type: 1::TINYINT, size: NULL::INTEGER, indices: NULL::INTEGER[], values: ['inf'::DOUBLE]}`),
    /row 0: coefficients.values.0: /,
  ],
  [
    'a null coefficient',
    inVector('{type: 1::TINYINT, size: NULL::INTEGER, indices: NULL::INTEGER[], values: [NULL]::DOUBLE[]}'),
    /row 0: coefficients.values.0: /,
  ],
  [
    'more indices than values',
    inVector('{type: 0::TINYINT, size: 3, indices: [0, 1], values: [1.5]::DOUBLE[]}'),
    /coefficients: as many indices as values$/,
  ],
  [
    'an index past the size',
    inVector('{type: 0::TINYINT, size: 3, indices: [3], values: [1.5]::DOUBLE[]}'),
    /coefficients: indices must rise/,
  ],
  [
    'indices that fall',
    inVector('{type: 0::TINYINT, size: 3, indices: [1, 0], values: [1, 2]::DOUBLE[]}'),
    /coefficients: indices must rise/,
  ],
  [
    'a vector for which there is no room',
    inVector('{type: 0::TINYINT, size: 2000000000, indices: [1], values: [1]::DOUBLE[]}'),
    /coefficients.size: /,
  ],
]

const ensembleOnly: readonly Malformed[] = [
  ['no numTrees', inMetadata(',"numTrees":3}', '}'), /numFeatures and numTrees must be there$/],
  ['no numFeatures', inMetadata(',"numFeatures":6', ''), /numFeatures and numTrees must be there$/],
  [
    'fewer trees than it says',
    inMetadata('"numTrees":3}', '"numTrees":4}'),
    /treesMetadata: number of rows must be 4, is 3$/,
  ],
  [
    '10^9 trees',
    inMetadata('"numTrees":3}', '"numTrees":1000000000}'),
    /treesMetadata: number of rows must be 1000000000, is 3$/,
  ],
  ['no trees', inMetadata('"numTrees":3}', '"numTrees":0}'), /numTrees: /],
  [
    'a slot past the vector',
    inMetadata('"numFeatures":6', '"numFeatures":2'),
    /data: tree 0: node 2: feature must lie in \[0, 2\), is 2$/,
  ],
  ['no treesMetadata', remove('treesMetadata'), /treesMetadata: not there$/],
  [
    'a weight of NaN',
    inTable('treesMetadata', `SELECT treeID, 'NaN'::DOUBLE AS weights FROM old`),
    /row 0: weight: /,
  ],
  [
    'a tree named twice',
    inTable('treesMetadata', 'SELECT treeID // 2 AS treeID, weights FROM old'),
    /treesMetadata: tree 2 is not named$/,
  ],
  [
    'other trees in the data',
    inTable('data', 'SELECT treeID + 1 AS treeID, nodeData FROM old'),
    /data: tree 3, but the metadata says numTrees 3$/,
  ],
  [
    'a node less',
    inTable('data', 'FROM old WHERE treeID <> 0 OR nodeData.id <> 4'),
    /data: tree 0: node 2: right child must lie in/,
  ],
  ['a node twice', inTable('data', 'FROM old UNION ALL (FROM old LIMIT 1)'), /data: tree 0: node \d: /],
  [
    'null nodes',
    inTable('data', 'SELECT treeID, CASE WHEN treeID = 0 THEN nodeData END AS nodeData FROM old'),
    /data: tree 1: node NaN: ids of its/,
  ],
  [
    'two thresholds',
    inNode(
      'split',
      'struct_pack(featureIndex := nodeData.split.featureIndex, leftCategoriesOrThreshold := [1, 2]::DOUBLE[], numCategories := -1)',
    ),
    /node 0: threshold must be one finite number$/,
  ],
  ['two sums', inNode('impurityStats', '[1, 2]::DOUBLE[]'), /node 0: numRows must be a finite number$/],
  [
    'categories',
    inNode(
      'split',
      'struct_pack(featureIndex := nodeData.split.featureIndex, leftCategoriesOrThreshold := [0]::DOUBLE[], numCategories := 2)',
    ),
    /node 0: splits feature 0 by 2 categories; only thresholds/,
  ],
]

describe('an ensemble is refused with', () => {
  it.each([...anyModel, ...ensembleOnly])('%s', async (_, spoil, message) => {
    const directory = copyOf('boosting')
    await spoil(directory)
    await expectDataError(readModel(directory), directory, message)
  })
})

describe('a linear model is refused with', () => {
  it.each([...anyModel, ...linearOnly])('%s', async (_, spoil, message) => {
    const directory = copyOf('linear')
    await spoil(directory)
    await expectDataError(readModel(directory), directory, message)
  })
})

it('refuses a footer of more rows than the file can hold, before it makes room for them', async () => {
  const directory = copyOf('boosting')
  await inTable('data', 'SELECT nodeData, treeID FROM (FROM old LIMIT 1), range(10000000)')(directory)
  await expectDataError(readModel(directory), directory, /bytes cannot hold the 10000000 rows of the footer$/)
})

it('names a directory that is not there', async () => {
  await expectDataError(readModel('/no/such'), '/no/such', /^\/no\/such\/metadata: not there$/)
})

it('refuses a table that names a column twice', async () => {
  const directory = copyOf('linear')
  const { double, struct } = sparkTypes
  const twins = struct([
    ['intercept', double, 'REQUIRED'],
    ['intercept', double, 'REQUIRED'],
  ])
  writeFileSync(join(directory, 'data', PART), parquetFromRows(twins, [{ intercept: 1 }]))
  await expectDataError(readModel(directory), directory, /column intercept stands twice$/)
})
