import type { RowSplit } from '../traffic/split-rows.ts'
import type { AuditFinding } from './audit-finding.ts'
import { describeDuration } from './describe-steps.ts'
import type { Series } from './series.ts'

/** Share of the test rows that may lie that near to training rows: the first ones after a gap that is too short. */
const MOST_NEAR = 0.02

/**
 * Finds test rows whose windows and lags hold readings that those of training rows hold too.
 *
 * @param reachSteps  How far the windows of the columns reach, in steps; 0 if there are none.
 */
export function findSharedWindows(
  series: Series,
  reachSteps: number,
  columns: readonly string[],
  { train, test }: RowSplit,
): AuditFinding[] {
  if (reachSteps === 0 || test.length === 0) return []
  const isTrain = new Uint8Array(series.order.length)
  for (const row of train) isTrain[row] = 1
  const near = test.filter((row) => hasTrainingNear(series, isTrain, row, reachSteps))
  const share = near.length / test.length
  if (share <= MOST_NEAR) return []
  const reach = series.stepMs === null ? `${reachSteps} rows` : describeDuration(reachSteps * series.stepMs)
  return [
    {
      kind: 'shared-windows',
      severity: 'leak',
      columns,
      formula: `${near.length} of ${test.length} test rows have a training row of their series within ${reach}`,
      max_error: null,
      share,
      rows: test.length,
      why: `windows reach over ${reach}, so they hold readings of the other side of the split: the test is no new time`,
      advice: `split by time and leave ${reach} out between training and test (--split temporal --purge auto)`,
    },
  ]
}

function hasTrainingNear(
  { order, place, entities, epochMs, stepMs }: Series,
  isTrain: Uint8Array,
  row: number,
  reachSteps: number,
): boolean {
  for (const direction of [-1, 1]) {
    for (let steps = 1; steps <= reachSteps; steps++) {
      const other = order[place[row] + direction * steps]
      if (other === undefined || entities[other] !== entities[row]) break
      if (stepMs !== null && Math.abs(epochMs[other] - epochMs[row]) > reachSteps * stepMs) break
      if (isTrain[other] === 1) return true
    }
  }
  return false
}
