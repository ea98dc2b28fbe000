import type { JobHost } from '../../engine/host.ts'
import { FreeflowError } from '../../errors.ts'
import type { Run } from '../run.ts'
import { noStudy } from '../study/no-study.ts'
import type { ForecastSummary } from './forecast-summary.ts'
import { horizonsFromText } from './horizons.ts'
import { neighboursLine } from './neighbours-line.ts'
import { withOpenForecast } from './open-forecast.ts'
import { trainHorizon } from './train-horizon.ts'

/** The one horizon that stands beside a nowcast. */
const HORIZON = '15m'

/** Few trees, quickly grown: what can be defended, not the best that can be had. */
const quickParams = {
  maxIter: 60,
  maxDepth: 6,
  firstMaxDepth: 0,
  stepSize: 0.08,
  subsamplingRate: 0.5,
  featureSubsetStrategy: 'onethird',
  minInstancesPerNode: 100,
}

/** Not all sensors: a nowcast must not wait for it. */
const sampling = { share: 0.2, atLeast: 20 }

/**
 * Measures how well the data of a nowcast can be forecast, with one quick model; nothing of it is kept.
 *
 * Data that cannot be forecast, since they are too short or have hardly a row with an hour before it, are no error: what
 * is wrong is the reason then.
 *
 * @param path  Their feature table on the local disk.
 */
export async function scoreForecast(path: string, run: Run, host: JobHost): Promise<ForecastSummary> {
  try {
    return await score(path, run, host)
  } catch (error) {
    if (error instanceof FreeflowError && error.code === 'data')
      return { horizons: {}, reason: error.message }
    throw error
  }
}

async function score(path: string, run: Run, host: JobHost): Promise<ForecastSummary> {
  const { options } = run
  const params = { gradient_boosted_trees: quickParams }
  const only = ['gradient_boosted_trees'] as const
  const quick = { ...options, params, only, tune: false, resume: false, timeLimit: undefined }
  const [horizon] = horizonsFromText(HORIZON)
  const told = { ...host, report: { ...host.report, info: () => {} } }
  return withOpenForecast(path, { ...options, sampling }, [horizon], async (forecast) => {
    host.report.info(neighboursLine(forecast))
    if (forecast.reason !== null) return { horizons: {}, reason: forecast.reason }
    const { score } = await trainHorizon(
      forecast,
      horizon,
      { ...run, options: quick, study: noStudy, isAudited: false },
      told,
    )
    const { numSensors } = forecast.source
    const sample = `${score.sensors} of ${numSensors} sensors`
    return { horizons: { [horizon.name]: score }, sample }
  })
}
