import type { ImputerModel } from './imputer.ts'
import type { OneHotEncoderModel } from './one-hot-encoder.ts'
import type { StandardScalerModel } from './standard-scaler.ts'
import type { StringIndexerModel } from './string-indexer.ts'
import type { VectorAssembler } from './vector-assembler.ts'

/** One fitted step of preparation. */
export type Stage =
  | ImputerModel
  | StringIndexerModel
  | OneHotEncoderModel
  | VectorAssembler
  | StandardScalerModel

/** Fitted steps in the order in which rows pass through them: columns in, vector out. */
export interface PipelineModel {
  readonly stages: readonly Stage[]
}
