import { describe, expect, it } from 'vitest'
import type { RegressionModel } from '../../src/model/regression-model.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { writeModel } from '../../src/sparkml/write-model.ts'
import { writePipelineModel } from '../../src/sparkml/write-pipeline-model.ts'
import {
  boosting,
  filesBelow,
  forest,
  imputation,
  linear,
  loneLeaf,
  preparation,
  temporaryDirectory,
  trainedAt,
} from './hand-made.ts'

const models: readonly RegressionModel[] = [
  linear,
  forest,
  boosting,
  { ...forest, trees: [loneLeaf], params: {} },
]

describe.each(models)('a model of kind $kind', (model) => {
  it('comes back as it was', async () => {
    const directory = temporaryDirectory()
    await writeModel(model, directory, { trainedAt })
    expect(await readModel(directory)).toEqual(model)
  })

  it('written, read and written again gives the same bytes', async () => {
    const first = temporaryDirectory()
    const second = temporaryDirectory()
    const written = await writeModel(model, first, { trainedAt })
    const again = await writeModel(await readModel(first), second, { trainedAt })
    expect(again).toEqual(written)
    expect(filesBelow(second)).toEqual(filesBelow(first))
  })

  it('reports the bytes of all its files', async () => {
    const directory = temporaryDirectory()
    const { sizeBytes } = await writeModel(model, directory, { trainedAt })
    const sizes = [...filesBelow(directory).values()].map(({ length }) => length)
    expect(sizeBytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
  })
})

describe('a preparation pipeline', () => {
  it.each([
    ['of the asked stages', preparation],
    ['that imputes', imputation],
  ])('%s comes back as it was, and gives the same bytes again', async (_, pipeline) => {
    const first = temporaryDirectory()
    const second = temporaryDirectory()
    const written = await writePipelineModel(pipeline, first, { trainedAt })
    const read = await readPipelineModel(first)
    expect(read).toEqual(pipeline)
    expect(await writePipelineModel(read, second, { trainedAt })).toEqual(written)
    expect(filesBelow(second)).toEqual(filesBelow(first))
  })

  it('of ten and more stages numbers them with two digits', async () => {
    const [assembler] = preparation.stages.filter(({ kind }) => kind === 'VectorAssembler')
    const directory = temporaryDirectory()
    await writePipelineModel({ stages: new Array(11).fill(assembler) }, directory, { trainedAt })
    const paths = [...filesBelow(directory).keys()]
    expect(
      paths.filter((path) => /^stages\/0[0-9]_vecAssembler_\w{12}\/metadata\/part-/.test(path)),
    ).toHaveLength(10)
    expect((await readPipelineModel(directory)).stages).toHaveLength(11)
  })
})

it('takes paths as they are, also where SQL would end a string or see a pattern', async () => {
  const directory = temporaryDirectory()
  await writeModel(forest, `${directory}/it's a [m]*?/year=2026`, { trainedAt })
  await writeModel(boosting, `${directory}/it's a m, too!/year=2026`, { trainedAt })
  expect(await readModel(`${directory}/it's a [m]*?/year=2026`)).toEqual(forest)
})
