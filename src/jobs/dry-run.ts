import type { JobHost } from '../engine/host.ts'
import { openStore } from '../store/store.ts'
import { calibrate } from './calibrate.ts'
import { effectiveConfig, effectiveGrid, effectiveParams } from './effective-config.ts'
import { type ModelPlan, planMemory, planModel } from './plan-run.ts'
import { modelNames, nowcast } from './presets.ts'
import { type DataSurvey, surveyData } from './survey-data.ts'
import type { TrainAllOptions } from './train-all.ts'

/** What a run would do: the document of `--dry-run --json`. */
export interface RunPlan {
  readonly schema_version: 1
  readonly dry_run: true
  readonly data: DataSurvey & {
    /** Rows expected on either side of the split, before incomplete ones are set aside. */
    readonly rows_train: number
    readonly rows_test: number
  }
  readonly models: Readonly<Record<string, ModelPlan>>
  /** Estimate of all fits and of judging the models; loading and publishing come on top. */
  readonly seconds: number
  /** Estimate of the most memory, in bytes. */
  readonly memory_bytes: number
  readonly config: Readonly<Record<string, unknown>>
}

/**
 * Plans a run of the main job: looks at the data, measures small fits, and publishes nothing.
 *
 * @throws FreeflowError `usage`, `data` or `storage` where the run would end with it before training.
 */
export async function dryRun(options: TrainAllOptions, host: JobHost): Promise<RunPlan> {
  if (options.engine === 'spark') host.report.warn('time and memory are estimates for the embedded engine')
  await openStore(options.models, host.hdfs)
  const config = effectiveConfig(options, nowcast)
  const survey = await surveyData(options, nowcast, host)
  const rowsTest = Math.round(survey.rows * options.testRatio)
  const rowsTrain = survey.rows - rowsTest
  const models: Record<string, ModelPlan> = {}
  for (const name of modelNames) {
    if (options.only !== undefined && !options.only.includes(name)) continue
    const params = effectiveParams(name, nowcast, options)
    const grid = effectiveGrid(name, nowcast, options) ?? {}
    const secondsOf = await calibrate(name, params, { ...survey, threads: options.threads }, host)
    models[name] = planModel({ name, params, grid, secondsOf }, options.cv ? options.folds : 0, rowsTrain)
  }
  const plans = Object.values(models)
  return {
    schema_version: 1,
    dry_run: true,
    data: { ...survey, rows_train: rowsTrain, rows_test: rowsTest },
    models,
    seconds: plans.reduce((sum, { seconds }) => sum + seconds, 0),
    memory_bytes: planMemory(survey, plans, options.threads),
    config,
  }
}
