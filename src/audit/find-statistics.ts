import type { RowSplit } from '../traffic/split-rows.ts'
import type { AuditFinding } from './audit-finding.ts'
import type { Category } from './category.ts'
import { type GroupStatistics, groupStatistics } from './group-statistics.ts'
import { isMadeOf } from './is-made-of.ts'
import type { NumberView } from './number-view.ts'
import { type Probe, spreadOf } from './probe.ts'
import { resolutionOf } from './resolution.ts'
import { rowNumbers } from './row-numbers.ts'
import { thin } from './thin.ts'

const LEAST_GROUPS = 3
/** Groups that are enough to tell. */
const MOST_GROUPS = 40
/** Share of the groups on which a statistic must be the column's value. */
const LEAST_SHARE = 0.99
/** Fewer rows a group are no statistic. */
const LEAST_ROWS_A_GROUP = 2

/**
 * Finds columns that are a statistic of the target by group (a target encoding, a profile, a mean over the network at
 * one time) taken over all rows: test rows are in it, and the row's own value too.
 *
 * A statistic of the training rows alone is none of these.
 */
export function findStatistics(
  probe: Probe,
  split: RowSplit,
  views: readonly NumberView[],
  keys: readonly Category[],
): AuditFinding[] {
  const found = new Set<NumberView>()
  const keysByView = new Map<NumberView, Category[]>(views.map((view) => [view, []]))
  return keys.flatMap((key) => {
    if (key.numGroups < LEAST_GROUPS || key.numGroups * LEAST_ROWS_A_GROUP > probe.rows.length) return []
    const made = views.flatMap((view) => {
      const byGroup = found.has(view) || view.column === key.name ? null : valueByGroup(view, key)
      if (byGroup === null) return []
      // what the sensor gives is no statistic by sensor and hour
      const known = keysByView.get(view) ?? []
      if (known.some(({ codes }) => isMadeOf(Float64Array.from(codes), key))) return []
      known.push(key)
      return [{ view, byGroup }]
    })
    if (made.length === 0) return []
    const isChosen = chooseGroups(key)
    const isKnown = (row: number) => !Number.isNaN(probe.values[row]) && isChosen[key.codes[row]] === 1
    const ofAll = groupStatistics(probe.values, rowNumbers(probe.values.length).filter(isKnown), key)
    const ofTraining = groupStatistics(probe.values, split.train.filter(isKnown), key)
    return made.flatMap(({ view, byGroup }) => {
      const chosen = byGroup.map((value, group) => (isChosen[group] === 1 ? value : Number.NaN))
      const finding = compare(probe, view, key, chosen, ofAll, ofTraining)
      if (finding !== null) found.add(view)
      return finding ?? []
    })
  })
}

/** Chooses the groups that are looked at, evenly among all, [numGroups] of 0 and 1. */
function chooseGroups({ numGroups }: Category): Uint8Array {
  const groups = thin(
    Uint32Array.from({ length: numGroups }, (_, group) => group),
    MOST_GROUPS,
  )
  const isChosen = new Uint8Array(numGroups)
  for (const group of groups) isChosen[group] = 1
  return isChosen
}

/** Gives the one value that a column has in each group; `null` if a group has several. */
function valueByGroup({ values }: NumberView, { codes, numGroups }: Category): Float64Array | null {
  const byGroup = new Float64Array(numGroups).fill(Number.NaN)
  for (let row = 0; row < codes.length; row++) {
    const group = codes[row]
    if (group < 0 || Number.isNaN(values[row])) continue
    if (Number.isNaN(byGroup[group])) byGroup[group] = values[row]
    else if (Math.abs(byGroup[group] - values[row]) > 1e-9 * Math.abs(values[row])) return null
  }
  return byGroup
}

function compare(
  probe: Probe,
  view: NumberView,
  key: Category,
  byGroup: Float64Array,
  ofAll: GroupStatistics,
  ofTraining: GroupStatistics,
): AuditFinding | null {
  const there = rowNumbers(byGroup.length).filter((group) => !Number.isNaN(byGroup[group]))
  const { spread } = spreadOf(byGroup, there)
  if (!(spread > 0)) return null
  const tolerance = 0.51 * resolutionOf(byGroup, there, spread) + 1e-6 * spread
  const shareOf = (statistic: Float64Array | undefined) => {
    const equal = there.filter(
      (group) => Math.abs((statistic?.[group] ?? Number.NaN) - byGroup[group]) <= tolerance,
    )
    return equal.length / there.length
  }
  for (const [name, statistic] of ofAll) {
    const share = shareOf(statistic)
    if (there.length < LEAST_GROUPS || share < LEAST_SHARE) continue
    // what the training rows give as well is no news of the test
    if (shareOf(ofTraining.get(name)) >= share) return null
    return {
      kind: 'statistic',
      severity: 'leak',
      columns: [view.column],
      formula: `${view.name} = ${name} of ${probe.target} over all rows of each ${key.name}`,
      max_error: there.reduce((worst, group) => {
        const error = Math.abs(statistic[group] - byGroup[group])
        return error <= tolerance ? Math.max(worst, error) : worst
      }, 0),
      share,
      rows: probe.rows.length,
      why: 'test rows are in the statistic, and so is the target of each row itself',
      advice: 'take it over the training rows only, and for a training row without the row itself',
    }
  }
  return null
}
