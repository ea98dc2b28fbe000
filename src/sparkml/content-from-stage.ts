import type { Stage } from '../prepare/pipeline-model.ts'
import { formatParams } from './format-metadata.ts'
import { modelTables, surrogateTable } from './model-tables.ts'
import { parquetFromRows } from './parquet-from-rows.ts'
import { sparkClasses } from './spark-class.ts'
import { vectorFromValues } from './spark-vector.ts'
import type { SparkContent } from './write-content.ts'

/** Gives class, parameters and table of a fitted step of preparation, as Spark keeps them. */
export function contentFromStage(stage: Stage): SparkContent {
  const { params, data } = paramsAndTable(stage)
  const sparkClass = sparkClasses[stage.kind]
  const identity = [...(data === null ? [] : [data]), formatParams(sparkClass, params)]
  return { sparkClass, params, data, identity }
}

function paramsAndTable(stage: Stage): Pick<SparkContent, 'params' | 'data'> {
  switch (stage.kind) {
    case 'ImputerModel': {
      const { kind, surrogates, ...params } = stage
      const row = Object.fromEntries(stage.inputCols.map((name, at) => [name, surrogates[at]]))
      return { params, data: parquetFromRows(surrogateTable(stage.inputCols), [row]) }
    }
    case 'StringIndexerModel': {
      const { kind, labelsArray, ...params } = stage
      return { params, data: parquetFromRows(modelTables.stringIndexer, [{ labelsArray }]) }
    }
    case 'OneHotEncoderModel': {
      const { kind, categorySizes, ...params } = stage
      return { params, data: parquetFromRows(modelTables.oneHotEncoder, [{ categorySizes }]) }
    }
    case 'VectorAssembler': {
      const { kind, ...params } = stage
      return { params, data: null }
    }
    case 'StandardScalerModel': {
      const { kind, mean, std, ...params } = stage
      const row = { std: vectorFromValues(std), mean: vectorFromValues(mean) }
      return { params, data: parquetFromRows(modelTables.standardScaler, [row]) }
    }
  }
}
