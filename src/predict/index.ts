// freeflow/predict: what a prediction service needs, without the trainer
export { FreeflowError } from '../errors.ts'
export type { PredictedIntervals } from './add-intervals.ts'
export { type Columns, type LoadedModel, loadModel } from './load-model.ts'
export type { Row } from './table-from-rows.ts'
