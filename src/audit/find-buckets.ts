import { mix32 } from '../random.ts'
import type { AuditFinding } from './audit-finding.ts'
import type { Category } from './category.ts'
import type { Probe } from './probe.ts'
import { thin } from './thin.ts'

/** A bucket has few values, and each on so many rows of the sample. */
const MOST_BUCKETS = 25
const LEAST_ROWS = 20
/** Rows that may lie in a bucket that they do not belong to. */
const MOST_ASTRAY = 0.002
/** Sorted by what the past says, buckets must be mixed so much more. */
const LEAST_MIXING = 10
const LEAST_MIXED = 20
/** Rows on which a pair of columns is tried before all. */
const NUM_TRIED = 2000
/** A threshold cuts through values that lie close together; a gap wider than this share of the spread is a natural one. */
const WIDEST_GAP = 0.05

/**
 * Finds columns whose values are ranges of the target: sorted by the target (within each value of another column, if
 * that is needed) their values follow one after the other without mixing.
 *
 * @param candidates  Columns that may be buckets.
 * @param categories  Columns within whose values they are tried.
 */
export function findBuckets(
  probe: Probe,
  candidates: readonly Category[],
  categories: readonly Category[],
): AuditFinding[] {
  return candidates
    .filter(({ numGroups }) => numGroups > 1 && numGroups <= MOST_BUCKETS)
    .flatMap((buckets) => {
      const within = [null, ...categories.toSorted((a, b) => a.numGroups - b.numGroups)]
      for (const groups of within) {
        if (groups?.name === buckets.name) continue
        const finding = tryBuckets(probe, buckets, groups)
        if (finding !== null) return [finding]
      }
      return []
    })
}

function tryBuckets(probe: Probe, buckets: Category, groups: Category | null): AuditFinding | null {
  const { sample, values, surprises } = probe
  const groupOf = (row: number) => groups?.codes[row] ?? 0
  const isThere = (row: number) => buckets.codes[row] >= 0 && groupOf(row) >= 0
  const numAstray = (some: Uint32Array) =>
    countChanges(sortedWithin(some, groupOf, values), buckets.codes, groupOf) -
    leastChanges(some, buckets, groupOf)
  const few = thin(sample, NUM_TRIED).filter(isThere)
  if (numAstray(few) > 2 * MOST_ASTRAY * few.length + 2) return null
  const rows = sample.filter(isThere)
  if (!isCommon(rows, buckets) || isMadeOf(rows, buckets, groupOf)) return null
  const astray = numAstray(rows)
  if (astray > MOST_ASTRAY * rows.length) return null
  const byTarget = sortedWithin(rows, groupOf, values)
  const past = values.map((value, row) => value - surprises[row])
  const byPast = sortedWithin(rows, groupOf, past)
  const mixing = countChanges(byPast, buckets.codes, groupOf) - leastChanges(rows, buckets, groupOf)
  if (mixing < LEAST_MIXED || mixing < LEAST_MIXING * astray) return null
  const thresholds = thresholdsOf(byTarget, buckets.codes, groupOf, values)
  if (!thresholds.some(({ low, high }) => high - low <= WIDEST_GAP * probe.spread)) return null
  const by = groups === null ? '' : ` within each ${groups.name}`
  return {
    kind: 'bucket',
    severity: 'leak',
    columns: groups === null ? [buckets.name] : [buckets.name, groups.name],
    formula: `${buckets.name} = range of ${probe.target}${by}${describeThresholds(thresholds, groups)}`,
    max_error: null,
    share: 1 - astray / rows.length,
    rows: rows.length,
    why: `each value of ${buckets.name} stands for a range of the target of the same row`,
    advice: `leave ${buckets.name} out, or make it of the value before`,
  }
}

/** Gives the rows sorted by group, then value. */
function sortedWithin(
  rows: Uint32Array,
  groupOf: (row: number) => number,
  values: Float64Array,
): Uint32Array {
  // equal values have no order of their own: that of the rows would look like one
  return rows.toSorted((a, b) => groupOf(a) - groupOf(b) || values[a] - values[b] || mix32(a) - mix32(b))
}

/** Whether at least two values of the column are on enough rows. */
function isCommon(rows: Uint32Array, { codes, numGroups }: Category): boolean {
  const counts = new Uint32Array(numGroups)
  for (const row of rows) counts[codes[row]]++
  return counts.filter((count) => count >= LEAST_ROWS).length >= 2
}

/** Whether the column has one value for each group: then it says nothing that the group does not. */
function isMadeOf(rows: Uint32Array, { codes }: Category, groupOf: (row: number) => number): boolean {
  const first = new Map<number, number>()
  let numOthers = 0
  for (const row of rows) {
    const known = first.get(groupOf(row))
    if (known === undefined) first.set(groupOf(row), codes[row])
    else if (known !== codes[row]) numOthers++
  }
  return numOthers < LEAST_ROWS
}

/** Counts how often the bucket changes from one row to the next within a group. */
function countChanges(rows: Uint32Array, codes: Int32Array, groupOf: (row: number) => number): number {
  let count = 0
  for (let at = 1; at < rows.length; at++) {
    if (groupOf(rows[at]) === groupOf(rows[at - 1]) && codes[rows[at]] !== codes[rows[at - 1]]) count++
  }
  return count
}

/** Changes that there are at least: one less than a group has buckets. */
function leastChanges(
  rows: Uint32Array,
  { codes, numGroups }: Category,
  groupOf: (row: number) => number,
): number {
  const pairs = new Set<number>()
  const groups = new Set<number>()
  for (const row of rows) {
    groups.add(groupOf(row))
    pairs.add(groupOf(row) * numGroups + codes[row])
  }
  return pairs.size - groups.size
}

/** Where one bucket ends and the next begins, in the order of the rows. */
interface Threshold {
  readonly group: number
  readonly low: number
  readonly high: number
}

function thresholdsOf(
  rows: Uint32Array,
  codes: Int32Array,
  groupOf: (row: number) => number,
  values: Float64Array,
): Threshold[] {
  return Array.from(rows).flatMap((row, at) => {
    const last = rows[at - 1]
    if (at === 0 || groupOf(row) !== groupOf(last) || codes[row] === codes[last]) return []
    return [{ group: groupOf(row), low: values[last], high: values[row] }]
  })
}

/** Says where the thresholds are, if they are few. */
function describeThresholds(thresholds: readonly Threshold[], groups: Category | null): string {
  const text = ({ low, high }: Threshold) => String(Number(((low + high) / 2).toPrecision(4)))
  if (thresholds.length > 12) return ''
  const numbersOf = (group: number) =>
    thresholds
      .filter((one) => one.group === group)
      .map(text)
      .join(', ')
  const known = [...new Set(thresholds.map(({ group }) => group))]
  const parts = known.map((group) =>
    groups === null ? numbersOf(group) : `${groups.labelOf(group)}: ${numbersOf(group)}`,
  )
  return `, cut near ${parts.join('; ')}`
}
