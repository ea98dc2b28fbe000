import { join } from 'node:path'
import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import type { ImputerModel } from '../prepare/imputer.ts'
import type { OneHotEncoderModel } from '../prepare/one-hot-encoder.ts'
import type { Stage } from '../prepare/pipeline-model.ts'
import type { StandardScalerModel } from '../prepare/standard-scaler.ts'
import type { StringIndexerModel } from '../prepare/string-indexer.ts'
import type { VectorAssembler } from '../prepare/vector-assembler.ts'
import { checkShape } from './check-shape.ts'
import { type ReadMetadata, readMetadata } from './read-metadata.ts'
import { readRows } from './read-rows.ts'
import { sparkClasses } from './spark-class.ts'
import { vectorColumns, vectorShape } from './vector-shape.ts'

/**
 * Reads one fitted step of preparation.
 *
 * @param directory  Its own directory, with `metadata/` and mostly `data/`.
 * @throws FreeflowError `data` if it is absent, malformed or of a class that is no step of preparation.
 */
export async function readStage(directory: string): Promise<Stage> {
  const metadata = await readMetadata(directory)
  const data = join(directory, 'data')
  switch (metadata.kind) {
    case 'ImputerModel':
      return readImputer(metadata, data)
    case 'StringIndexerModel':
      return readStringIndexer(metadata, data)
    case 'OneHotEncoderModel':
      return readOneHotEncoder(metadata, data)
    case 'VectorAssembler':
      return vectorAssemblerFrom(metadata)
    case 'StandardScalerModel':
      return readStandardScaler(metadata, data)
    default:
      throw new FreeflowError(
        'data',
        `${metadata.path}: class ${sparkClasses[metadata.kind].name} is no step of preparation`,
      )
  }
}

const text = z.string().min(1)
const handleInvalid = z.enum(['error', 'skip', 'keep']).default('error')

/** Spark keeps one column under other names than several. */
const columnsShape = z.object({
  inputCols: z.array(text).min(1).optional(),
  outputCols: z.array(text).min(1).optional(),
  inputCol: text.optional(),
  outputCol: text.optional(),
})

const imputerShape = z.object({
  strategy: z.enum(['mean', 'median', 'mode']).default('mean'),
  missingValue: z.literal('NaN', 'only NaN and null can be what is missing').default('NaN'),
})

async function readImputer({ params, path }: ReadMetadata, data: string): Promise<ImputerModel> {
  const columns = readColumns(params, path)
  const { strategy } = checkShape(imputerShape, params, path)
  const names = columns.inputCols
  const [row] = await readRows(data, {
    numRows: 1,
    columns: Object.fromEntries(names.map((name) => [name, [name]])),
    row: z.object(Object.fromEntries(names.map((name) => [name, z.number()]))),
  })
  const surrogates = Float64Array.from(names, (name) => row[name])
  return { kind: 'ImputerModel', ...columns, strategy, surrogates }
}

const labelsTable = {
  numRows: 1,
  columns: { labelsArray: ['labelsArray'] },
  row: z.object({
    labelsArray: z.array(
      z.array(z.string()).refine((labels) => new Set(labels).size === labels.length, 'a label stands twice'),
    ),
  }),
}

async function readStringIndexer({ params, path }: ReadMetadata, data: string): Promise<StringIndexerModel> {
  const columns = readColumns(params, path)
  const options = checkShape(z.object({ handleInvalid }), params, path)
  const [{ labelsArray }] = await readRows(data, labelsTable)
  requireOneEach(columns.inputCols, labelsArray, `${data}: labelsArray`)
  return { kind: 'StringIndexerModel', ...columns, labelsArray, ...options }
}

const encoderShape = z.object({
  dropLast: z.boolean().default(true),
  handleInvalid: z.enum(['error', 'keep']).default('error'),
})

const sizesTable = {
  numRows: 1,
  columns: { categorySizes: ['categorySizes'] },
  row: z.object({ categorySizes: z.array(z.int().min(1)) }),
}

async function readOneHotEncoder({ params, path }: ReadMetadata, data: string): Promise<OneHotEncoderModel> {
  const columns = readColumns(params, path)
  const options = checkShape(encoderShape, params, path)
  const [{ categorySizes }] = await readRows(data, sizesTable)
  requireOneEach(columns.inputCols, categorySizes, `${data}: categorySizes`)
  return { kind: 'OneHotEncoderModel', ...columns, categorySizes, ...options }
}

const assemblerShape = z.object({ inputCols: z.array(text).min(1), outputCol: text, handleInvalid })

function vectorAssemblerFrom({ params, path }: ReadMetadata): VectorAssembler {
  return { kind: 'VectorAssembler', ...checkShape(assemblerShape, params, path) }
}

const scalerShape = z.object({
  inputCol: text,
  outputCol: text,
  withMean: z.boolean().default(false),
  withStd: z.boolean().default(true),
})

const momentsTable = {
  numRows: 1,
  columns: { mean: vectorColumns('mean'), std: vectorColumns('std') },
  row: z
    .object({ mean: vectorShape, std: vectorShape })
    .refine(({ mean, std }) => mean.length === std.length, 'mean and std must be of one length')
    .refine(({ std }) => std.every((deviation) => deviation >= 0), 'std must not be negative'),
}

async function readStandardScaler(
  { params, path }: ReadMetadata,
  data: string,
): Promise<StandardScalerModel> {
  const options = checkShape(scalerShape, params, path)
  const [moments] = await readRows(data, momentsTable)
  return { kind: 'StandardScalerModel', ...options, ...moments }
}

function readColumns(params: ReadMetadata['params'], path: string) {
  const { inputCol, outputCol, ...several } = checkShape(columnsShape, params, path)
  const inputCols = several.inputCols ?? (inputCol === undefined ? [] : [inputCol])
  const outputCols = several.outputCols ?? (outputCol === undefined ? [] : [outputCol])
  requireOneEach(inputCols, outputCols, `${path}: outputCols`)
  return { inputCols, outputCols }
}

function requireOneEach(inputCols: readonly string[], values: readonly unknown[], place: string): void {
  if (inputCols.length === values.length && values.length > 0) return
  const rule = `one for each of ${inputCols.length} input columns`
  throw new FreeflowError('data', `${place} must have ${rule}, has ${values.length}`)
}
