import type { PublishedModel } from '../publish-run.ts'
import type { Check, RunSummary } from '../summary.ts'
import type { HorizonScore } from './forecast-summary.ts'

/** What a forecast run did, for its check table. */
export interface ForecastFacts {
  readonly scores: Readonly<Record<string, HorizonScore>>
  readonly audit: RunSummary['audit']
  /** `null` where nothing was published. */
  readonly published: readonly PublishedModel[] | null
  readonly numModels: number
  readonly totalSeconds: number
}

/** Holds a forecast run against what makes its scores defensible, each check with its evidence. */
export function checkForecast({ scores, audit, published, numModels, totalSeconds }: ForecastFacts): Check[] {
  const evidence = published === null ? 'nothing was published' : `${published.length} of ${numModels}`
  const isRead = published?.every(({ numGolden, isDescribed }) => numGolden > 0 && isDescribed) ?? null
  return [
    ...Object.entries(scores).flatMap(([horizon, score]) => skillCheck(horizon, score)),
    ...Object.entries(audit.horizons ?? {}).map(([horizon, { features, rows, sensors }]) => {
      const numLeaks = audit.leaks.filter((leak) => leak.horizon === horizon).length
      return {
        id: `F.audit_${horizon}`,
        text: `${horizon} ahead: no feature knows the target`,
        pass: numLeaks === 0,
        evidence: `${numLeaks} leaks in ${features} features, ${rows} rows of ${sensors} sensors`,
      }
    }),
    {
      id: 'S18.saved',
      text: 'models saved',
      pass: published === null ? null : published.length === numModels,
      evidence,
    },
    { id: 'S20.loadable', text: 'read back, golden rows predicted again', pass: isRead, evidence },
    {
      id: 'S26.time',
      text: 'under 600 s',
      pass: totalSeconds < 600,
      evidence: `${totalSeconds.toFixed(1)} s`,
    },
  ]
}

function skillCheck(horizon: string, { skill, baselines }: HorizonScore): Check[] {
  const [bestName] = Object.entries(skill).sort(([, a], [, b]) => b - a)[0] ?? []
  if (bestName === undefined) return []
  const baseline = Object.entries(baselines).sort(([, a], [, b]) => a.rmse - b.rmse)[0][0]
  return [
    {
      id: `F.skill_${horizon}`,
      text: `${horizon} ahead: better than the best baseline`,
      pass: skill[bestName] > 0,
      evidence: `${bestName} ${(100 * skill[bestName]).toFixed(1)} % below ${baseline}`,
    },
  ]
}
