import { STEP_MS } from '../step.ts'
import type { Link } from './link.ts'
import { SLOTS_PER_DAY } from './local-calendar.ts'
import type { SpeedSteps } from './speed-steps.ts'

/** How far behind a sensor its neighbours are heard, in steps: a quarter of an hour. */
const LAG = 3
/** Steps that are looked at, the last ones: a week. */
const MAX_STEPS = 7 * SLOTS_PER_DAY
/** Neighbours of a kind that a sensor has at most. */
const MAX_LINKS = 4
/** Sensors that move less alike than this are none. */
const MIN_CORRELATION = 0.3

/**
 * Finds the neighbours of sensors where no graph of the roads says them: those whose deviations from the usual speed a
 * quarter of an hour ago go best with the sensor's own now. The usual speed is the mean of the training steps by
 * time of day.
 *
 * `up` are those whose past says more of the sensor than its past says of them: they lead; `down` are the others. The
 * weight is the correlation. At most four of a kind, of equal ones the first name.
 *
 * @param isTraining  1 for each step that may be learnt from, [numSteps].
 * Cost: O(numSensors² × steps of a week).
 */
export function learnLinks(steps: SpeedSteps, isTraining: Uint8Array): Link[] {
  const { sensorIds } = steps
  const { rows, numColumns } = deviations(steps, isTraining)
  const numShifted = numColumns - LAG
  if (numShifted < SLOTS_PER_DAY) return []
  const past = rows.map((row) => standardise(row.subarray(0, numShifted)))
  const present = rows.map((row) => standardise(row.subarray(LAG)))
  const leads = past.map((before) => present.map((now) => dot(before, now)))
  return sensorIds.flatMap((sensorId, sensor) => {
    const others = [...sensorIds.keys()].filter(
      (other) => other !== sensor && leads[other][sensor] >= MIN_CORRELATION,
    )
    const isUp = (other: number) => leads[other][sensor] > leads[sensor][other]
    const strongest = (chosen: readonly number[]) =>
      chosen.toSorted((a, b) => leads[b][sensor] - leads[a][sensor] || a - b).slice(0, MAX_LINKS)
    const linksOf = (kind: Link['kind'], chosen: readonly number[]) =>
      strongest(chosen).map((other): Link => {
        return { sensorId, neighborId: sensorIds[other], kind, weight: leads[other][sensor] }
      })
    return [
      ...linksOf('up', others.filter(isUp)),
      ...linksOf(
        'down',
        others.filter((other) => !isUp(other)),
      ),
    ]
  })
}

/** Deviations from the usual speed by sensor and step of time; 0 where nothing was measured. */
function deviations(
  { sensorIds, sensor, epochMs, speed, slot }: SpeedSteps,
  isTraining: Uint8Array,
): { readonly rows: Float64Array[]; readonly numColumns: number } {
  let lastMs = Number.NEGATIVE_INFINITY
  let firstMs = Number.POSITIVE_INFINITY
  const count = new Float64Array(sensorIds.length * SLOTS_PER_DAY)
  const sum = new Float64Array(count.length)
  for (let step = 0; step < speed.length; step++) {
    if (isTraining[step] === 0) continue
    lastMs = Math.max(lastMs, epochMs[step])
    firstMs = Math.min(firstMs, epochMs[step])
    const cell = sensor[step] * SLOTS_PER_DAY + slot[step]
    count[cell]++
    sum[cell] += speed[step]
  }
  const startMs = Math.max(firstMs, lastMs - (MAX_STEPS - 1) * STEP_MS)
  const numColumns = lastMs < startMs ? 0 : Math.floor((lastMs - startMs) / STEP_MS) + 1
  const rows = sensorIds.map(() => new Float64Array(numColumns))
  for (let step = 0; step < speed.length; step++) {
    if (isTraining[step] === 0 || epochMs[step] < startMs) continue
    const cell = sensor[step] * SLOTS_PER_DAY + slot[step]
    const column = Math.floor((epochMs[step] - startMs) / STEP_MS)
    rows[sensor[step]][column] = speed[step] - sum[cell] / count[cell]
  }
  return { rows, numColumns }
}

/** Gives values of mean 0 and length 1, so that a product of two is their correlation; all 0 where they do not vary. */
function standardise(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const centred = values.map((value) => value - mean)
  const length = Math.sqrt(dot(centred, centred))
  return length > 0 ? centred.map((value) => value / length) : centred
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at]
  return sum
}
