import type { RowSplit } from '../traffic/split-rows.ts'
import type { AuditFinding } from './audit-finding.ts'
import type { NumberView } from './number-view.ts'
import { spreadOf } from './probe.ts'
import { rowNumbers } from './row-numbers.ts'
import { thin } from './thin.ts'

const LEAST_ROWS = 100
/** How near to 0 and 1 mean and deviation must be to have been made so. */
const MADE_SO = 2e-6
/** How far the training rows must be from it. */
const NOT_BY_TRAINING = 1e-4

/** Finds columns that have mean 0 and deviation 1 over all rows and not over the training rows: scaled with the test. */
export function findScaling(views: readonly NumberView[], { train, test }: RowSplit): AuditFinding[] {
  return views
    .filter(({ values }) => isRoughlyScaled(values, train))
    .flatMap((view): AuditFinding[] => {
      const isThere = (row: number) => !Number.isNaN(view.values[row])
      const ofTraining = train.filter(isThere)
      const ofTest = test.filter(isThere)
      const all = rowNumbers(view.values.length).filter(isThere)
      if (ofTraining.length < LEAST_ROWS || ofTest.length === 0) return []
      const whole = spreadOf(view.values, all)
      const sample = whole.spread * Math.sqrt(all.length / (all.length - 1))
      const isScaled =
        Math.abs(whole.mean) <= MADE_SO &&
        [whole.spread, sample].some((spread) => Math.abs(spread - 1) <= MADE_SO)
      const part = spreadOf(view.values, ofTraining)
      const isOfTraining = Math.abs(part.mean) + Math.abs(part.spread - 1) <= NOT_BY_TRAINING
      if (!isScaled || isOfTraining) return []
      return [
        {
          kind: 'scaling',
          severity: 'leak',
          columns: [view.column],
          formula: `mean(${view.name}) = 0 and deviation 1 over all rows; over the training rows ${short(part.mean)} and ${short(part.spread)}`,
          max_error: Math.abs(whole.mean),
          share: 1,
          rows: all.length,
          why: 'mean and deviation were taken over the test rows too',
          advice: 'scale with mean and deviation of the training rows',
        },
      ]
    })
}

/** Whether mean and deviation of a part of the rows are near enough to 0 and 1 for a closer look. */
function isRoughlyScaled(values: Float64Array, rows: Uint32Array): boolean {
  const few = thin(rows, 2000).filter((row) => !Number.isNaN(values[row]))
  const { mean, spread } = spreadOf(values, few)
  return Math.abs(mean) < 1 && Math.abs(Math.log(spread)) < 1
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
