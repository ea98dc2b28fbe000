import { FreeflowError } from '../errors.ts'
import type { ImputerModel } from './imputer.ts'
import type { OneHotEncoderModel } from './one-hot-encoder.ts'
import type { PipelineModel } from './pipeline-model.ts'
import type { StandardScalerModel } from './standard-scaler.ts'
import type { StringIndexerModel } from './string-indexer.ts'

/** A column that fills one slot with its number. */
export interface NumericSource {
  readonly kind: 'numeric'
  readonly column: string
  readonly slot: number
  /** What stands in for a null of the column; `null` where nothing does. */
  readonly surrogate: number | null
}

/** A column that fills a group of slots, one a category. */
export interface OneHotSource {
  readonly kind: 'one-hot'
  readonly column: string
  /** First slot of the group. */
  readonly slot: number
  readonly numSlots: number
  /** Number of categories that encoding knows; the index of an unseen one is this number. */
  readonly numCategories: number
  /** Labels by index for a column of strings, `null` for a column of integers, which are their own index. */
  readonly labels: readonly string[] | null
  /** What an unseen category does: `keep` gives it the index after the known ones. */
  readonly handleInvalid: 'error' | 'skip' | 'keep'
}

/** How the columns of a table become the slots of the feature vector: a pipeline read as one step. */
export interface FeatureLayout {
  readonly numSlots: number
  readonly sources: readonly (NumericSource | OneHotSource)[]
  /** The scaler of the slots, or `null` where the vector is taken as assembled. */
  readonly scaler: StandardScalerModel | null
}

/**
 * Reads a fitted pipeline as a layout of slots.
 *
 * @throws FreeflowError `data` for stages in an order that does not end in one vector.
 */
export function featureLayout(pipeline: PipelineModel): FeatureLayout {
  const imputed = new Map<string, ImputedColumn>()
  const indexed = new Map<string, IndexedColumn>()
  const encoded = new Map<string, EncodedColumn>()
  let layout: FeatureLayout | null = null
  for (const stage of pipeline.stages) {
    if (stage.kind === 'ImputerModel') addImputed(stage, imputed)
    else if (stage.kind === 'StringIndexerModel') addIndexed(stage, indexed)
    else if (stage.kind === 'OneHotEncoderModel') addEncoded(stage, indexed, encoded)
    else if (stage.kind === 'VectorAssembler') layout = assemble(stage.inputCols, imputed, encoded)
    else layout = withScaler(layout, stage)
  }
  if (layout === null) throw new FreeflowError('data', 'preprocessing: no VectorAssembler among its stages')
  return layout
}

type ImputedColumn = Pick<NumericSource, 'column' | 'surrogate'>

interface IndexedColumn {
  readonly column: string
  readonly labels: readonly string[]
  readonly handleInvalid: StringIndexerModel['handleInvalid']
}

type EncodedColumn = Omit<OneHotSource, 'slot'>

function addImputed(stage: ImputerModel, imputed: Map<string, ImputedColumn>): void {
  stage.inputCols.forEach((column, at) => {
    imputed.set(stage.outputCols[at], { column, surrogate: stage.surrogates[at] })
  })
}

function addIndexed(stage: StringIndexerModel, indexed: Map<string, IndexedColumn>): void {
  stage.inputCols.forEach((column, at) => {
    const { handleInvalid } = stage
    indexed.set(stage.outputCols[at], { column, labels: stage.labelsArray[at], handleInvalid })
  })
}

function addEncoded(
  stage: OneHotEncoderModel,
  indexed: ReadonlyMap<string, IndexedColumn>,
  encoded: Map<string, EncodedColumn>,
): void {
  const numExtra = (stage.handleInvalid === 'keep' ? 1 : 0) - (stage.dropLast ? 1 : 0)
  stage.inputCols.forEach((input, at) => {
    const strings = indexed.get(input)
    encoded.set(stage.outputCols[at], {
      kind: 'one-hot',
      column: strings?.column ?? input,
      numSlots: stage.categorySizes[at] + numExtra,
      numCategories: strings?.labels.length ?? stage.categorySizes[at],
      labels: strings?.labels ?? null,
      handleInvalid: strings?.handleInvalid ?? stage.handleInvalid,
    })
  })
}

function assemble(
  inputCols: readonly string[],
  imputed: ReadonlyMap<string, ImputedColumn>,
  encoded: ReadonlyMap<string, EncodedColumn>,
): FeatureLayout {
  const sources: (NumericSource | OneHotSource)[] = []
  let slot = 0
  for (const column of inputCols) {
    const group = encoded.get(column)
    const numeric = imputed.get(column) ?? { column, surrogate: null }
    sources.push(group === undefined ? { kind: 'numeric', ...numeric, slot } : { ...group, slot })
    slot += group?.numSlots ?? 1
  }
  return { numSlots: slot, sources, scaler: null }
}

function withScaler(layout: FeatureLayout | null, scaler: StandardScalerModel): FeatureLayout {
  if (layout === null)
    throw new FreeflowError('data', 'preprocessing: StandardScaler stands before VectorAssembler')
  if (layout.numSlots !== scaler.mean.length) {
    throw new FreeflowError(
      'data',
      `preprocessing: StandardScaler has ${scaler.mean.length} slots, the assembled vector ${layout.numSlots}`,
    )
  }
  return { ...layout, scaler }
}
