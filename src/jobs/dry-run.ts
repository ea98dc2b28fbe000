import type { JobHost } from '../engine/host.ts'
import { openStore } from '../store/store.ts'
import { featureColumns } from '../traffic/columns.ts'
import { calibrate } from './calibrate.ts'
import { effectiveConfig } from './effective-config.ts'
import { horizonsOf } from './forecast/horizons.ts'
import { numFoldsOf } from './num-folds.ts'
import { type ModelPlan, planMemory, planModel } from './plan-run.ts'
import { forecastPreset, nowcast, type Preset } from './presets.ts'
import type { TrainAllOptions } from './run.ts'
import { type DataSurvey, surveyData } from './survey-data.ts'
import { trainTasks } from './train-models.ts'

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
  const planned = plannedPresets(options)
  const config = effectiveConfig(options, planned[0].preset)
  const survey = await surveyData(options, nowcast, host)
  const rowsTest = Math.round(survey.rows * options.testRatio)
  const rowsTrain = survey.rows - rowsTest
  const models: Record<string, ModelPlan> = {}
  for (const { preset, suffix } of planned) {
    const size = { ...sizeOf(preset, survey), threads: options.threads }
    const tasks = trainTasks(preset, options, suffix)
    const numFolds = numFoldsOf(preset, options, tasks)
    for (const { name, storedAs, params, grid } of tasks) {
      const secondsOf = await calibrate(name, params, size, host)
      models[storedAs] = planModel({ name, params, grid: grid ?? {}, secondsOf }, numFolds, rowsTrain)
    }
  }
  const plans = Object.values(models)
  return {
    schema_version: 1,
    dry_run: true,
    data: { ...survey, rows_train: rowsTrain, rows_test: rowsTest },
    models,
    seconds: plans.reduce((sum, { seconds }) => sum + seconds, 0),
    memory_bytes: planMemory({ ...survey, ...sizeOf(planned[0].preset, survey) }, plans, options.threads),
    config,
  }
}

/** What is learnt: the nowcast, or the forecast of each horizon. */
function plannedPresets(options: TrainAllOptions) {
  if (options.preset !== 'forecast') return [{ preset: nowcast, suffix: '' }]
  return horizonsOf(options).map(({ name, minutes }) => {
    return { preset: forecastPreset(minutes), suffix: `_${name}` }
  })
}

/** Counts the features of a preset, and the slots that they fill at most. */
function sizeOf(preset: Preset, survey: DataSurvey): Pick<DataSurvey, 'numeric' | 'categorical' | 'slots'> {
  if (preset.name === 'nowcast') return survey
  const { numeric, categorical } = preset.features
  const numSlots = (name: string) =>
    (featureColumns.find((column) => column.name === name)?.range?.[1] ?? 0) + 1
  const slots = categorical.reduce((sum, name) => sum + numSlots(name), numeric.length)
  return { numeric: numeric.length, categorical: categorical.length, slots }
}
