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
  { columns, strings, nulls }: PreparationTask,
): Promise<FittedPreparation> {
  const fitted: { stage: Stage; model: SparkModel | SparkTransformer }[] = []
  const apply = (frame: Frame) => fitted.reduce((input, { model }) => session.transform(model, input), frame)
  const add = async ({ estimator, stageOf }: LearningStage) => {
    const model = await session.fit(estimator, apply(train))
    fitted.push({ stage: await stageOf(session, model), model })
  }
  const { numeric, categorical } = columns
  const text = categorical.filter((name) => strings.has(name))
  const imputed = nulls === 'impute' ? numeric.map((name) => `${name}_imputed`) : numeric
  const encoded = categorical.map((name) => `${name}_onehot`)
  const indexed = categorical.map((name) => (strings.has(name) ? `${name}_index` : name))
  if (nulls === 'impute' && numeric.length > 0)
    await add(imputer({ inputCols: numeric, outputCols: imputed }))
  if (text.length > 0)
    await add(indexer({ inputCols: text, outputCols: text.map((name) => `${name}_index`) }))
  if (encoded.length > 0) await add(encoder({ inputCols: indexed, outputCols: encoded }))
  const inputCols = [...imputed, ...encoded]
  const params = { inputCols, outputCol: 'raw_features', handleInvalid: 'error' } as const
  fitted.push({
    stage: { kind: 'VectorAssembler', ...params },
    model: { class: `${feature}VectorAssembler`, params },
  })
  await add(scaler)
  return {
    pipeline: { stages: fitted.map(({ stage }) => stage) },
    apply,
    models: fitted.flatMap(({ model }) => ('id' in model ? [model] : [])),
  }
}

type SparkTransformer = Parameters<SparkSession['fit']>[0]

/** An estimator of Spark, and how what it learnt becomes a stage of ours. */
interface LearningStage {
  readonly estimator: SparkTransformer
  readonly stageOf: (session: SparkSession, model: SparkModel) => Promise<Stage>
}

/** Columns that a stage reads, and those that it adds, in the same order. */
interface InOut {
  readonly inputCols: readonly string[]
  readonly outputCols: readonly string[]
}

function imputer(io: InOut): LearningStage {
  const params = { ...io, strategy: 'mean' } as const
  return {
    estimator: { class: `${feature}Imputer`, params },
    stageOf: async (session, model) => ({
      kind: 'ImputerModel',
      ...params,
      surrogates: await surrogatesOf(session, model, io),
    }),
  }
}

function indexer(io: InOut): LearningStage {
  const params = { ...io, handleInvalid: 'keep' } as const
  return {
    estimator: { class: `${feature}StringIndexer`, params: { ...params, stringOrderType: 'frequencyDesc' } },
    stageOf: async (session, model) => ({
      kind: 'StringIndexerModel',
      ...params,
      labelsArray: listOf(await session.fetch(model, 'labelsArray')).map((labels) =>
        listOf(labels).map(String),
      ),
    }),
  }
}

function encoder(io: InOut): LearningStage {
  const params = { ...io, dropLast: true, handleInvalid: 'keep' } as const
  return {
    estimator: { class: `${feature}OneHotEncoder`, params },
    stageOf: async (session, model) => ({
      kind: 'OneHotEncoderModel',
      ...params,
      categorySizes: listOf(await session.fetch(model, 'categorySizes')).map(Number),
    }),
  }
}

const scaling = { inputCol: 'raw_features', outputCol: 'features', withMean: true, withStd: true } as const
const scaler: LearningStage = {
  estimator: { class: `${feature}StandardScaler`, params: scaling },
  stageOf: async (session, model) => ({
    kind: 'StandardScalerModel',
    ...scaling,
    mean: numbersFromValue(await session.fetch(model, 'mean')),
    std: numbersFromValue(await session.fetch(model, 'std')),
  }),
}

/** Reads what stands in for a null: by letting the model fill a row of nulls. */
async function surrogatesOf(
  session: SparkSession,
  model: SparkModel,
  { inputCols, outputCols }: InOut,
): Promise<Float64Array> {
  const nulls = inputCols.map((name) => `CAST(NULL AS DOUBLE) AS ${sqlName(name)}`)
  const [row] = await session.collect(session.transform(model, session.sql(`SELECT ${nulls.join(', ')}`)))
  return Float64Array.from(outputCols, (name) => Number(row[name]))
}

function listOf(value: SparkValue): readonly SparkValue[] {
  if (Array.isArray(value)) return value
  throw new FreeflowError('engine', `Spark must answer with a list, got ${String(value)}`)
}
