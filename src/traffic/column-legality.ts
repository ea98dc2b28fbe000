import type { ColumnNeeds } from './columns.ts'

/**
 * Whether a column may be used for a target: `yes`; `late` if it is measured no sooner than the target is; `contains the
 * target` if the target itself is a part of it.
 */
export type Legality = 'yes' | 'late' | 'contains the target'

/**
 * Says whether a column with such needs may be used to predict the speed some minutes after the row's time.
 *
 * Only what is read before the target's time is known before it: at 0 minutes the readings of the row are late, and
 * those of speed are the target.
 */
export function columnLegality({ readings }: ColumnNeeds, horizonMinutes: number): Legality {
  if (readings === undefined || readings.to < horizonMinutes) return 'yes'
  return readings.of === 'speed' && readings.from <= horizonMinutes ? 'contains the target' : 'late'
}

/** Says in words what a column needs, for instance `speed t - 10 min to t, position`; `nothing` if it needs nothing. */
export function describeNeeds({ readings, position, calendar, statistics }: ColumnNeeds): string {
  const parts = [
    ...(readings === undefined ? [] : [`${readings.of} ${describeSpan(readings.from, readings.to)}`]),
    ...(position === true ? ['position'] : []),
    ...(calendar === true ? ['calendar'] : []),
    ...(statistics === true ? ['training statistics'] : []),
  ]
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

function describeSpan(from: number, to: number): string {
  const timeOf = (minutes: number) =>
    minutes === 0 ? 't' : `t ${minutes < 0 ? '-' : '+'} ${Math.abs(minutes)} min`
  return from === to ? `at ${timeOf(to)}` : `${timeOf(from)} to ${timeOf(to)}`
}
