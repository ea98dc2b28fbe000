import { FreeflowError } from '../errors.ts'
import type { Table } from '../table/table.ts'
import { encodeRows } from './encode-rows.ts'
import { featureLayout } from './feature-layout.ts'
import { fitImputer, type ImputerStrategy } from './imputer.ts'
import type { OneHotEncoderModel } from './one-hot-encoder.ts'
import type { PipelineModel, Stage } from './pipeline-model.ts'
import { fitMoments } from './standard-scaler.ts'
import { fitLabels, type StringIndexerModel } from './string-indexer.ts'

/** Names of the columns that become features. */
export interface FeatureColumns {
  readonly numeric: readonly string[]
  /** Strings, or integers from 0. */
  readonly categorical: readonly string[]
}

/** `drop`: rows with nulls are set aside before; `impute`: numeric columns get an Imputer. */
export type NullPolicy = 'drop' | 'impute'

/** What the preparation does with missing numbers. */
export interface NullOptions {
  /** Default `drop`. */
  readonly nulls?: NullPolicy
  /** What stands in for a null where it is imputed, default `mean`. */
  readonly strategy?: ImputerStrategy
}

/**
 * Fits the preparation on the given rows and on nothing else: Imputer for the numeric columns where
 * it is asked for, StringIndexer for the columns of strings, OneHotEncoder, VectorAssembler (`raw_features`), StandardScaler (`features`).
 *
 * Unseen categories are kept: they turn on no known slot.
 *
 * @param rows  Training rows; they hold no nulls in the columns named, but for numeric ones that are imputed.
 */
export function fitPipeline(
  table: Table,
  rows: Uint32Array,
  columns: FeatureColumns,
  { nulls = 'drop', strategy = 'mean' }: NullOptions = {},
): PipelineModel {
  const imputer = fitImputer(table, rows, nulls === 'impute' ? columns.numeric : [], strategy)
  const indexer = fitStringIndexer(table, rows, columns.categorical)
  const encoder = fitOneHotEncoder(table, rows, columns.categorical, indexer)
  const assembler: Stage = {
    kind: 'VectorAssembler',
    inputCols: [...(nulls === 'impute' ? imputer.outputCols : columns.numeric), ...encoder.outputCols],
    outputCol: 'raw_features',
    handleInvalid: 'error',
  }
  const stages: Stage[] = [
    ...(imputer.inputCols.length > 0 ? [imputer] : []),
    ...(indexer.inputCols.length > 0 ? [indexer] : []),
    ...(encoder.inputCols.length > 0 ? [encoder] : []),
    assembler,
  ]
  const moments = fitMoments(encodeRows(featureLayout({ stages }), table, rows))
  const io = { inputCol: 'raw_features', outputCol: 'features', withMean: true, withStd: true }
  return { stages: [...stages, { kind: 'StandardScalerModel', ...io, ...moments }] }
}

function fitStringIndexer(
  table: Table,
  rows: Uint32Array,
  categorical: readonly string[],
): StringIndexerModel {
  const inputCols: string[] = []
  const labelsArray: string[][] = []
  for (const name of categorical) {
    const column = table.columns.get(name)
    if (column?.kind !== 'string') continue
    inputCols.push(name)
    labelsArray.push(fitLabels(column, rows))
  }
  const outputCols = inputCols.map((name) => `${name}_index`)
  return { kind: 'StringIndexerModel', inputCols, outputCols, labelsArray, handleInvalid: 'keep' }
}

function fitOneHotEncoder(
  table: Table,
  rows: Uint32Array,
  categorical: readonly string[],
  indexer: StringIndexerModel,
): OneHotEncoderModel {
  const categorySizes = categorical.map((name) => {
    const labels = indexer.labelsArray[indexer.inputCols.indexOf(name)]
    // the index of unseen strings counts as a category of its own
    return labels === undefined ? numIntegerCategories(table, rows, name) : labels.length + 1
  })
  return {
    kind: 'OneHotEncoderModel',
    inputCols: categorical.map((name) => (indexer.inputCols.includes(name) ? `${name}_index` : name)),
    outputCols: categorical.map((name) => `${name}_onehot`),
    categorySizes,
    dropLast: true,
    handleInvalid: 'keep',
  }
}

function numIntegerCategories(table: Table, rows: Uint32Array, name: string): number {
  const column = table.columns.get(name)
  if (column?.kind !== 'number')
    throw new FreeflowError('data', `column ${name}: expected integers or strings`)
  let largest = 0
  for (const row of rows) {
    const value = column.values[row]
    if (!Number.isInteger(value) || value < 0) {
      throw new FreeflowError('data', `column ${name}: categories must be integers from 0, got ${value}`)
    }
    largest = Math.max(largest, value)
  }
  return largest + 1
}
