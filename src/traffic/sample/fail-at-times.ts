import type { RandomStream } from '../../random.ts'
import type { DetectorSeries } from './read-detector.ts'

/** What a detector with faults reports; its series hold all steps. */
export interface ReportedSeries extends DetectorSeries {
  /** Steps with a reading, ascending. */
  readonly reported: readonly number[]
}

/** How a fault comes and goes: its share of all steps, and its mean length in steps of 5 minutes. */
interface FaultKind {
  readonly share: number
  readonly meanSteps: number
}

const stuck: FaultKind = { share: 0.005, meanSteps: 12 }
/** Lost messages, outages of half an hour, and detectors that are dead for 5 hours: together 5 %. */
const missing: readonly FaultKind[] = [
  { share: 0.015, meanSteps: 1 },
  { share: 0.015, meanSteps: 6 },
  { share: 0.02, meanSteps: 60 },
]

/**
 * Lets a detector fail at times, as real ones do: while stuck it repeats its last reading, and for about 5 % of
 * the steps it reports nothing. Faults begin and end without memory, and may overlap.
 */
export function failAtTimes(series: DetectorSeries, random: RandomStream): ReportedSeries {
  const [speed, volume, occupancy] = [series.speed.slice(), series.volume.slice(), series.occupancy.slice()]
  const reported: number[] = []
  let isStuck = false
  let areOut = missing.map(() => false)
  for (let step = 0; step < speed.length; step++) {
    isStuck = nextState(stuck, isStuck, random)
    areOut = missing.map((kind, index) => nextState(kind, areOut[index], random))
    if (isStuck && step > 0) for (const values of [speed, volume, occupancy]) values[step] = values[step - 1]
    if (!areOut.includes(true)) reported.push(step)
  }
  return { speed, volume, occupancy, reported }
}

/** Says whether a fault holds in the next step, given whether it holds in this one. */
function nextState({ share, meanSteps }: FaultKind, holds: boolean, random: RandomStream): boolean {
  const begins = share / (1 - share) / meanSteps
  return random.uniform() < (holds ? 1 - 1 / meanSteps : begins)
}
