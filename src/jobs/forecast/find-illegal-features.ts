import { describeNeeds } from '../../traffic/column-legality.ts'
import type { ColumnNeeds } from '../../traffic/columns.ts'
import type { Leak } from '../../traffic/leaks.ts'

/**
 * Finds the features that a forecast cannot have by what they declare: readings of after the row's time, which is when
 * it is made.
 *
 * @param needsOf  Gives what a feature needs; `null` where nothing is declared: then the rows alone can tell.
 */
export function findIllegalFeatures(
  features: readonly string[],
  needsOf: (name: string) => ColumnNeeds | null,
): Leak[] {
  return features.flatMap((name) => {
    const needs = needsOf(name) ?? {}
    if (needs.readings === undefined || needs.readings.to <= 0) return []
    return [
      {
        columns: [name],
        formula: `${name} needs ${describeNeeds(needs)}`,
        share: 1,
        max_error: null,
        why: 'it is measured after the forecast is made',
      },
    ]
  })
}
