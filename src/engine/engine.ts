import type { Params } from '../model/params.ts'
import type { ModelName } from '../model/regression-model.ts'
import type { FeatureColumns } from '../prepare/fit-pipeline.ts'
import type { CrossValidation, CrossValidationTask } from './cross-validation.ts'
import type { DataOptions } from './data-options.ts'
import type { FittedModel } from './fitted-model.ts'
import type { JobHost } from './host.ts'
import type { RunFacts, RunProbes } from './run-facts.ts'

/** What is learnt: from which columns of a feature table which other one. */
export interface LearningTask {
  readonly features: FeatureColumns
  /** Name of the label's column. */
  readonly target: string
}

/** What computes: in this process, or in Spark. */
export interface Engine {
  readonly name: 'embedded' | 'spark'
  readonly version: string

  /**
   * Loads and checks the rows of a feature table, sets incomplete ones aside, splits the rest, and fits the
   * preparation on the training rows.
   *
   * @throws FreeflowError `data` where the table cannot be used, with all that is wrong in its rows.
   */
  load(options: DataOptions, task: LearningTask, host: JobHost): Promise<RunData>

  /** Lets go of all that the engine holds outside this process. */
  close(): Promise<void>
}

/** The rows of one run where the engine has them, split and prepared. */
export interface RunData extends RunFacts, RunProbes {
  /**
   * Fits every point on each fold's training rows and scores it on the fold's held-out rows; preparation is fitted
   * in each fold anew.
   *
   * @throws FreeflowError `usage` for parameters out of bounds, `interrupted` when the host's signal fires.
   */
  crossValidate(task: CrossValidationTask): Promise<CrossValidation>

  /**
   * Fits a model on the training rows, and judges it on these and on the test rows.
   *
   * @throws FreeflowError as `crossValidate`.
   */
  fit(name: ModelName, params: Params): Promise<FittedModel>
}
