import { FreeflowError } from '../../errors.ts'
import type { FeatureColumns, NullPolicy } from '../../prepare/fit-pipeline.ts'
import type { PipelineModel, Stage } from '../../prepare/pipeline-model.ts'
import type { Frame } from '../../spark/frame.ts'
import type { SparkModel } from '../../spark/ml/spark-model.ts'
import { numbersFromValue } from '../../spark/numbers-from-value.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { SparkValue } from '../../spark/spark-value.ts'
import { sqlName } from './sql-text.ts'

/** What is prepared, and how. */
export interface PreparationTask {
  readonly columns: FeatureColumns
  /** Names of the categorical columns of strings. */
  readonly strings: ReadonlySet<string>
  readonly nulls: NullPolicy
}

/** Preparation that Spark fitted. */
export interface FittedPreparation {
  /** The same as our own, to be saved and read as a layout. */
  readonly pipeline: PipelineModel
  /** Adds the column `features` to a frame; lazily, so the models must still be there when it runs. */
  readonly apply: (frame: Frame) => Frame
  /** The models in Spark. */
  readonly models: readonly SparkModel[]
}

const feature = 'org.apache.spark.ml.feature.'

/**
 * Lets Spark fit Imputer (where nulls are imputed), StringIndexer, OneHotEncoder, VectorAssembler and StandardScaler
 * on the rows of a frame, with the parameters that the embedded engine's preparation has, and fetches what they
 * learnt.
 */
export async function fitPreparation(
  session: SparkSession,
  train: Frame,
  task: PreparationTask,
): Promise<FittedPreparation> {
  const fitted: { stage: Stage; model: SparkModel | SparkTransformer }[] = []
  const apply = (frame: Frame) => fitted.reduce((input, { model }) => session.transform(model, input), frame)
  const add = async (estimator: SparkTransformer, stageOf: (model: SparkModel) => Promise<Stage>) => {
    const model = await session.fit(estimator, apply(train))
    fitted.push({ stage: await stageOf(model), model })
  }
  const { columns, strings, nulls } = task
  const text = columns.categorical.filter((name) => strings.has(name))
  const imputed = nulls === 'impute' ? columns.numeric.map((name) => `${name}_imputed`) : columns.numeric
  const indexed = columns.categorical.map((name) => (strings.has(name) ? `${name}_index` : name))
  const encoded = columns.categorical.map((name) => `${name}_onehot`)
  if (nulls === 'impute' && columns.numeric.length > 0) {
    const io = { inputCols: columns.numeric, outputCols: imputed }
    const params = { ...io, strategy: 'mean' }
    await add({ class: `${feature}Imputer`, params }, async (model) => ({
      kind: 'ImputerModel',
      ...io,
      strategy: 'mean',
      surrogates: await surrogatesOf(session, model, io),
    }))
  }
  if (text.length > 0) {
    const io = { inputCols: text, outputCols: text.map((name) => `${name}_index`) }
    const params = { ...io, handleInvalid: 'keep', stringOrderType: 'frequencyDesc' }
    await add({ class: `${feature}StringIndexer`, params }, async (model) => ({
      kind: 'StringIndexerModel',
      ...io,
      labelsArray: listOf(await session.fetch(model, 'labelsArray')).map((labels) =>
        listOf(labels).map(String),
      ),
      handleInvalid: 'keep',
    }))
  }
  if (encoded.length > 0) {
    const io = { inputCols: indexed, outputCols: encoded }
    const params = { ...io, dropLast: true, handleInvalid: 'keep' }
    await add({ class: `${feature}OneHotEncoder`, params }, async (model) => ({
      kind: 'OneHotEncoderModel',
      ...io,
      categorySizes: listOf(await session.fetch(model, 'categorySizes')).map(Number),
      dropLast: true,
      handleInvalid: 'keep',
    }))
  }
  const inputCols = [...imputed, ...encoded]
  const assembler = { inputCols, outputCol: 'raw_features', handleInvalid: 'error' } as const
  fitted.push({
    stage: { kind: 'VectorAssembler', ...assembler },
    model: { class: `${feature}VectorAssembler`, params: assembler },
  })
  const scaling = { inputCol: 'raw_features', outputCol: 'features', withMean: true, withStd: true }
  await add({ class: `${feature}StandardScaler`, params: scaling }, async (model) => ({
    kind: 'StandardScalerModel',
    ...scaling,
    mean: numbersFromValue(await session.fetch(model, 'mean')),
    std: numbersFromValue(await session.fetch(model, 'std')),
  }))
  return {
    pipeline: { stages: fitted.map(({ stage }) => stage) },
    apply,
    models: fitted.flatMap(({ model }) => ('id' in model ? [model] : [])),
  }
}

type SparkTransformer = Parameters<SparkSession['fit']>[0]

/** Reads what stands in for a null: by letting the model fill a row of nulls. */
async function surrogatesOf(
  session: SparkSession,
  model: SparkModel,
  {
    inputCols,
    outputCols,
  }: { readonly inputCols: readonly string[]; readonly outputCols: readonly string[] },
): Promise<Float64Array> {
  const nulls = inputCols.map((name) => `CAST(NULL AS DOUBLE) AS ${sqlName(name)}`)
  const [row] = await session.collect(session.transform(model, session.sql(`SELECT ${nulls.join(', ')}`)))
  return Float64Array.from(outputCols, (name) => Number(row[name]))
}

function listOf(value: SparkValue): readonly SparkValue[] {
  if (Array.isArray(value)) return value
  throw new FreeflowError('engine', `Spark must answer with a list, got ${String(value)}`)
}
