import { describe, expect, it } from 'vitest'
import { writeDenseRows } from '../../src/model/feature-matrix.ts'
import { encodeRows } from '../../src/prepare/encode-rows.ts'
import { featureLayout } from '../../src/prepare/feature-layout.ts'
import { type FeatureColumns, fitPipeline } from '../../src/prepare/fit-pipeline.ts'
import { fitImputer, type ImputerStrategy } from '../../src/prepare/imputer.ts'
import { knownRows } from '../../src/prepare/known-rows.ts'
import type { OneHotEncoderModel } from '../../src/prepare/one-hot-encoder.ts'
import type { Stage } from '../../src/prepare/pipeline-model.ts'
import type { StringIndexerModel } from '../../src/prepare/string-indexer.ts'
import { allRows, tableFromColumns } from '../prepare/table-from-columns.ts'
import { absoluteDifference, relativeDifference } from './difference.ts'
import { type Golden, goldensOf } from './goldens.ts'

type Columns = Readonly<Record<string, readonly (number | string | null)[]>>

/** The vectors into which stages turn the rows of some columns, those that are skipped left out. */
function vectorsOf(stages: readonly Stage[], columns: Columns): number[][] {
  const table = tableFromColumns(columns)
  const layout = featureLayout({ stages })
  const rows = knownRows(layout, table, allRows(table.numRows))
  const dense = new Float64Array(rows.length * layout.numSlots)
  writeDenseRows(encodeRows(layout, table, rows), 0, rows.length, dense)
  return Array.from(rows, (_, at) => [...dense.subarray(at * layout.numSlots, (at + 1) * layout.numSlots)])
}

const assembler = (...inputCols: string[]): Stage => ({
  kind: 'VectorAssembler',
  inputCols,
  outputCol: 'vector',
  handleInvalid: 'error',
})

interface IndexerGolden extends Golden {
  readonly data: { readonly train: Columns; readonly rows: Columns }
  readonly params: { readonly handleInvalid: StringIndexerModel['handleInvalid'] }
  readonly expected: {
    readonly labels: string[]
    readonly refuses: boolean
    readonly indices: number[] | null
  }
}

describe.each(goldensOf<IndexerGolden>('StringIndexer'))('$name', ({ data, params, expected }) => {
  const fitted = fitPipeline(tableFromColumns(data.train), allRows(data.train['level'].length), {
    numeric: [],
    categorical: ['level'],
  })
  const [indexer] = fitted.stages.filter((stage) => stage.kind === 'StringIndexerModel')

  it('finds the same labels in the same order', () => {
    expect(indexer.labelsArray).toEqual([expected.labels])
  })

  it('gives the same indices, or refuses', () => {
    // every index has a slot of its own, so that the vector shows it
    const encoder: Stage = {
      kind: 'OneHotEncoderModel',
      inputCols: ['level_index'],
      outputCols: ['slots'],
      categorySizes: [expected.labels.length + 1],
      dropLast: false,
      handleInvalid: 'error',
    }
    const stages: Stage[] = [{ ...indexer, ...params }, encoder, assembler('slots')]
    if (expected.indices === null) {
      expect(() => vectorsOf(stages, data.rows)).toThrow('was not seen in training')
    } else {
      const indices = vectorsOf(stages, data.rows).map((vector) => vector.indexOf(1))
      expect(indices).toEqual(expected.indices)
    }
  })
})

interface EncoderGolden extends Golden {
  readonly data: { readonly train: Columns }
  readonly expected: { readonly cases: EncoderCase[] }
}

interface EncoderCase {
  readonly params: Pick<OneHotEncoderModel, 'dropLast' | 'handleInvalid'>
  readonly rows: Columns
  readonly categorySizes: number[]
  readonly vectors: number[][] | null
}

describe.each(goldensOf<EncoderGolden>('OneHotEncoder'))('$name', ({ data, expected }) => {
  const { stages } = fitPipeline(tableFromColumns(data.train), allRows(data.train['lane'].length), {
    numeric: [],
    categorical: ['lane'],
  })
  const [encoder] = stages.filter((stage) => stage.kind === 'OneHotEncoderModel')

  it.each(expected.cases)('$params of $rows.lane', ({ params, rows, categorySizes, vectors }) => {
    expect(encoder.categorySizes).toEqual(categorySizes)
    const act = () => vectorsOf([{ ...encoder, ...params }, assembler('lane_onehot')], rows)
    if (vectors === null) expect(act).toThrow('was not seen in training')
    else expect(act()).toEqual(vectors)
  })
})

interface ImputerGolden extends Golden {
  readonly data: { readonly columns: Columns }
  readonly params: { readonly strategy: ImputerStrategy }
  readonly expected: { readonly surrogates: number[]; readonly vectors: number[][] }
  readonly tolerance: { readonly relative: number; readonly reason: string }
}

it.each(goldensOf<ImputerGolden>('Imputer'))('$name finds the same surrogates and puts them in', (golden) => {
  const { data, params, expected, tolerance } = golden
  const table = tableFromColumns(data.columns)
  const imputer = fitImputer(table, allRows(table.numRows), Object.keys(data.columns), params.strategy)
  expect(relativeDifference(imputer.surrogates, expected.surrogates)).toBeLessThanOrEqual(tolerance.relative)
  const vectors = vectorsOf([imputer, assembler(...imputer.outputCols)], data.columns)
  vectors.forEach((vector, row) => {
    expect(relativeDifference(vector, expected.vectors[row])).toBeLessThanOrEqual(tolerance.relative)
  })
})

interface ScalerGolden extends Golden {
  readonly data: { readonly features: number[][] }
  readonly expected: { readonly mean: number[]; readonly std: number[]; readonly vectors: number[][] }
  readonly tolerance: {
    readonly mean: number
    /** By column. */
    readonly std: number[]
    readonly vectors: number[]
    readonly reason: string
  }
}

it.each(goldensOf<ScalerGolden>('StandardScaler'))('$name measures and scales each column', (golden) => {
  const { expected, tolerance } = golden
  const slots = expected.mean.map((_, slot) => slot)
  const columnOf = (rows: number[][], slot: number) => rows.map((row) => row[slot])
  const columns = Object.fromEntries(
    slots.map((slot) => [String(slot), columnOf(golden.data.features, slot)]),
  )
  const table = tableFromColumns(columns)
  const { stages } = fitPipeline(table, allRows(table.numRows), {
    numeric: Object.keys(columns),
    categorical: [],
  })
  const [scaler] = stages.filter((stage) => stage.kind === 'StandardScalerModel')
  expect(relativeDifference(scaler.mean, expected.mean)).toBeLessThanOrEqual(tolerance.mean)
  const vectors = vectorsOf(stages, columns)
  for (const slot of slots) {
    const stdDifference = relativeDifference([scaler.std[slot]], [expected.std[slot]])
    expect(stdDifference).toBeLessThanOrEqual(tolerance.std[slot])
    const difference = absoluteDifference(columnOf(vectors, slot), columnOf(expected.vectors, slot))
    expect(difference).toBeLessThanOrEqual(tolerance.vectors[slot])
  }
})

interface PipelineGolden extends Golden {
  readonly data: { readonly columns: Columns }
  readonly params: FeatureColumns & { readonly numTrain: number }
  readonly expected: {
    readonly labels: string[][]
    readonly categorySizes: number[]
    readonly mean: number[]
    readonly std: number[]
    readonly raw_features: number[][]
    readonly features: number[][]
  }
  readonly tolerance: { readonly relative: number; readonly reason: string }
}

describe.each(goldensOf<PipelineGolden>('Pipeline'))('$name', ({ data, params, expected, tolerance }) => {
  const { stages } = fitPipeline(tableFromColumns(data.columns), allRows(params.numTrain), params)

  it('fits the same labels, sizes and moments', () => {
    const [indexer, encoder, , scaler] = stages
    expect(indexer).toMatchObject({ labelsArray: expected.labels })
    expect(encoder).toMatchObject({ categorySizes: expected.categorySizes })
    if (scaler.kind !== 'StandardScalerModel') throw new Error('the last stage must be the scaler')
    expect(relativeDifference(scaler.mean, expected.mean)).toBeLessThanOrEqual(tolerance.relative)
    expect(relativeDifference(scaler.std, expected.std)).toBeLessThanOrEqual(tolerance.relative)
  })

  it('assembles the same vectors and scales them alike, also rows that were not fitted', () => {
    expect(vectorsOf(stages.slice(0, 3), data.columns)).toEqual(expected.raw_features)
    const vectors = vectorsOf(stages, data.columns)
    vectors.forEach((vector, row) => {
      expect(relativeDifference(vector, expected.features[row])).toBeLessThanOrEqual(tolerance.relative)
    })
  })
})
