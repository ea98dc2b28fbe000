import { Profiler } from '../../learn/profile.ts'
import { regressionMetrics } from '../../metrics/regression.ts'
import type { Params } from '../../model/params.ts'
import { predictRows } from '../../model/predict-rows.ts'
import type { ModelName } from '../../model/regression-model.ts'
import { takeRows } from '../../table/table.ts'
import { findLeaks } from '../../traffic/leaks.ts'
import type { Engine, RunData } from '../engine.ts'
import type { FittedModel } from '../fitted-model.ts'
import type { JobHost } from '../host.ts'
import { crossValidate } from './cross-validate.ts'
import type { EmbeddedTask } from './embedded-task.ts'
import { fitModel, numFitSteps } from './fit-model.ts'
import { measurePreparation } from './measure-preparation.ts'
import { type PreparedData, prepareData } from './prepare-data.ts'
import { reportProfile } from './report-profile.ts'

/**
 * The engine of this process: DuckDB reads, worker threads learn.
 *
 * @param version  Of freeflow.
 */
export function embeddedEngine(version: string): Engine {
  return {
    name: 'embedded',
    version,
    load: async (options, task, host) =>
      runData(
        await prepareData(options, task, host),
        { ...task, threads: options.threads, isProfiled: options.profile === true },
        host,
      ),
    close: async () => {},
  }
}

function runData(data: PreparedData, task: EmbeddedTask, host: JobHost): RunData {
  const { table, complete, layout } = data
  return {
    ...data,
    numFolds: data.folds.length,
    crossValidate: (points) => crossValidate(points, data, task, host),
    fit: (name, params) => fitAndJudge(name, params, { data, task }, host),
    findLeaks: async () => findLeaks(table, complete.train),
    sampleRows: async (count) => {
      const columns = new Map([...table.columns].filter(([name]) => isSource(name)))
      return takeRows({ ...table, columns }, spread(complete.test, count))
    },
    measurePreparation: async () => measurePreparation(data, task.target),
  }

  function isSource(name: string): boolean {
    return layout.sources.some(({ column }) => column === name)
  }
}

async function fitAndJudge(
  name: ModelName,
  params: Params,
  { data, task }: { readonly data: PreparedData; readonly task: EmbeddedTask },
  host: JobHost,
): Promise<FittedModel> {
  const start = host.now()
  const numSteps = numFitSteps(name, params)
  const onProgress = (numDone: number) => host.report.progress(`${name}: trees`, numDone, numSteps)
  const profiler = task.isProfiled ? new Profiler() : undefined
  const options = { threads: task.threads, signal: host.signal, onProgress, profiler }
  const model = await fitModel(name, data.train, params, options)
  const fitted = host.now()
  if (profiler !== undefined)
    await reportProfile(`${name}: fit`, profiler, { name, training: data.train, params }, host)
  const judge = ({ labels, matrix }: PreparedData['train']) =>
    regressionMetrics(labels, predictRows(model, matrix))
  const [metrics, trainMetrics] = [judge(data.test), judge(data.train)]
  const seconds = { fit: (fitted - start) / 1000, evaluate: (host.now() - fitted) / 1000 }
  return { model, metrics, trainMetrics, seconds }
}

/** Chooses rows, evenly spread. */
function spread(rows: Uint32Array, limit: number): Uint32Array {
  const count = Math.min(limit, rows.length)
  return Uint32Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)])
}
