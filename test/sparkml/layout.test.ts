import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { expect, it } from 'vitest'
import { writeModel } from '../../src/sparkml/write-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import {
  boosting,
  filesBelow,
  forest,
  linear,
  preparation,
  temporaryDirectory,
  trainedAt,
} from './hand-made.ts'

const PART = 'part-00000.snappy.parquet'

/** The Parquet schema as in a listing: repetition, type, annotation, name, one column a line. */
async function schemaOf(path: string): Promise<string[]> {
  const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(path))
  return schema
    .slice(1)
    .map(({ name, repetition_type, type, converted_type }) =>
      [repetition_type, type ?? 'group', converted_type, name].filter(Boolean).join(' ').toLowerCase(),
    )
}

it('lays a linear model out as Spark does, with nothing but its content in the names', async () => {
  const directory = temporaryDirectory()
  const { uid } = await writeModel(linear, directory, { trainedAt })
  const files = filesBelow(directory)
  expect([...files.keys()]).toEqual([
    'data/_SUCCESS',
    `data/${PART}`,
    'metadata/_SUCCESS',
    'metadata/part-00000',
  ])
  const bytes = files.get(`data/${PART}`) ?? Buffer.of()
  expect(uid).toBe(`linReg_${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`)
  expect(JSON.parse(String(files.get('metadata/part-00000')))).toMatchObject({ uid, timestamp: trainedAt })
  expect(await schemaOf(join(directory, 'data', PART))).toEqual([
    'required double intercept',
    'optional group coefficients',
    'required int32 int_8 type',
    'optional int32 size',
    'optional group list indices',
    'repeated group list',
    'required int32 element',
    'optional group list values',
    'repeated group list',
    'required double element',
    'required double scale',
  ])
})

it.each([
  ['linear_regression', linear],
  ['random_forest', forest],
] as const)('puts the StructType of %s into the footer, which gives vectors back', async (_, model) => {
  const directory = temporaryDirectory()
  await writeModel(model, directory, { trainedAt })
  const footer = await parquetMetadataAsync(await asyncBufferFromFile(join(directory, 'data', PART)))
  const [{ key, value }] = footer.key_value_metadata ?? []
  expect(key).toBe('org.apache.spark.sql.parquet.row.metadata')
  const names =
    footer.schema[0].num_children === 3 ? ['intercept', 'coefficients', 'scale'] : ['treeID', 'nodeData']
  const { fields } = JSON.parse(value ?? '')
  expect(fields.map((field: { name: string }) => field.name)).toEqual(names)
  if (model === linear) expect(fields[1].type.class).toBe('org.apache.spark.ml.linalg.VectorUDT')
})

it('writes nodes as Spark does: a leaf has no children and no threshold, a split has one', async () => {
  const directory = temporaryDirectory()
  const { uid } = await writeModel(boosting, directory, { trainedAt })
  expect(uid).toMatch(/^gbtr_[0-9a-f]{12}$/)
  const file = await asyncBufferFromFile(join(directory, 'data', PART))
  const [root, leaf] = await parquetReadObjects({ file })
  expect(root).toEqual({
    treeID: 0,
    nodeData: {
      id: 0,
      prediction: 5,
      impurity: 4,
      impurityStats: [10, 50, 290],
      rawCount: 10n,
      gain: 2,
      leftChild: 1,
      rightChild: 2,
      split: { featureIndex: 0, leftCategoriesOrThreshold: [0.25], numCategories: -1 },
    },
  })
  expect(leaf['nodeData']).toMatchObject({
    gain: -1,
    leftChild: -1,
    rightChild: -1,
    split: { featureIndex: -1, leftCategoriesOrThreshold: [], numCategories: -1 },
  })
})

it('gives each tree its own metadata and weight, in columns that every Spark knows', async () => {
  const directory = temporaryDirectory()
  await writeModel(boosting, directory, { trainedAt })
  const path = join(directory, 'treesMetadata', PART)
  expect(await schemaOf(path)).toEqual([
    'required int32 treeid',
    'optional byte_array utf8 metadata',
    'required double weights',
  ])
  const trees = await parquetReadObjects({ file: await asyncBufferFromFile(path) })
  expect(trees.map(({ treeID, weights }) => [treeID, weights])).toEqual([
    [0, 1],
    [1, 0.1],
    [2, 0.1],
  ])
  const metadata = trees.map((tree) => JSON.parse(tree['metadata']))
  expect(metadata[0]).toMatchObject({
    class: 'org.apache.spark.ml.regression.DecisionTreeRegressionModel',
    paramMap: { impurity: 'variance' },
  })
  expect(new Set(metadata.map(({ uid }) => uid)).size).toBe(3)
  expect(metadata[0].uid).toMatch(/^dtr_[0-9a-f]{12}$/)
})

it('names the stages of a pipeline by number and content', async () => {
  const directory = temporaryDirectory()
  const { uid } = await writePipelineModel(preparation, directory, { trainedAt })
  expect(uid).toMatch(/^pipeline_[0-9a-f]{12}$/)
  const stages = new Set([...filesBelow(directory).keys()].map((path) => path.split('/')[1]))
  expect([...stages].map((name) => name.replace(/[0-9a-f]{12}$/, 'HEX'))).toEqual([
    '_SUCCESS',
    'part-00000',
    '0_strIdx_HEX',
    '1_oneHot_HEX',
    '2_vecAssembler_HEX',
    '3_stdScal_HEX',
  ])
})

it.each([
  ['linear_regression', linear],
  ['random_forest', forest],
] as const)('does not write over what is there: %s', async (_, model) => {
  const directory = temporaryDirectory()
  await writeModel(linear, directory, { trainedAt })
  const files = filesBelow(directory)
  await expect(writeModel(model, directory, { trainedAt })).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining(`cannot write ${PART}: EEXIST`),
  })
  expect(filesBelow(directory)).toEqual(files)
})

it.each([
  ['linear_regression', linear],
  ['random_forest', forest],
] as const)('says where it cannot write: %s', async (_, model) => {
  const directory = join(temporaryDirectory(), 'file')
  await writeModel(linear, directory, { trainedAt })
  await expect(
    writeModel(model, join(directory, 'metadata/_SUCCESS/model'), { trainedAt }),
  ).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining('ENOTDIR'),
  })
})
