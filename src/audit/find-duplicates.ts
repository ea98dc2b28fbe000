import { mix32 } from '../random.ts'
import type { Column } from '../table/table.ts'
import type { RowSplit } from '../traffic/split-rows.ts'
import type { AuditFinding } from './audit-finding.ts'
import type { Probe } from './probe.ts'

const LEAST_TWINS = 5
/** Of rows with equal features, the share that must have the target in common for them to be copies. */
const LEAST_AGREEMENT = 0.9
/** A row says something only where its target is this much of the usual surprise away from what its past says. */
const SURPRISING = 0.2

/**
 * Finds test rows that are copies of training rows: all features equal, and the target too.
 *
 * Rows of rough values are often equal in their features by chance, but then their targets differ; and where a target
 * stands still, rows are equal for good reason, so where rows have a time only those that their past does not give are looked at.
 *
 * @param columns  What rows are compared by: no ids, no times, not the target.
 */
export function findDuplicates(
  probe: Probe,
  { train, test }: RowSplit,
  columns: ReadonlyMap<string, Column>,
): AuditFinding[] {
  if (columns.size === 0) return []
  const keys = hashRows([...columns.values()], probe.values.length)
  const rowByKey = new Map<number, number>()
  for (const row of train) if (isTelling(probe, row)) rowByKey.set(keys[row], row)
  let numAlike = 0
  let numCopies = 0
  for (const row of test) {
    const twin = isTelling(probe, row) ? rowByKey.get(keys[row]) : undefined
    if (twin === undefined) continue
    numAlike++
    if (probe.values[twin] === probe.values[row]) numCopies++
  }
  if (numCopies < LEAST_TWINS || numCopies < LEAST_AGREEMENT * numAlike) return []
  const share = numCopies / test.length
  return [
    {
      kind: 'duplicates',
      severity: 'leak',
      columns: [...columns.keys()],
      formula: `${numCopies} of ${test.length} test rows are copies of training rows`,
      max_error: null,
      share,
      rows: test.length,
      why: `they agree in ${columns.size} columns and in the target: a model that remembers them scores well`,
      advice: 'remove the copies, or keep all copies of a row on one side of the split',
    },
  ]
}

function isTelling({ past, surprises, surpriseSpread }: Probe, row: number): boolean {
  return past.length === 0 || Math.abs(surprises[row]) > SURPRISING * surpriseSpread
}

/** Gives each row a number below 2^53 that equal rows share, [numRows]. */
function hashRows(columns: readonly Column[], numRows: number): Float64Array {
  const low = new Uint32Array(numRows)
  const high = new Uint32Array(numRows)
  const value = new Float64Array(1)
  const bits = new Uint32Array(value.buffer)
  for (const column of columns) {
    const values =
      column.kind === 'string' ? column.codes : column.kind === 'number' ? column.values : column.epochMs
    for (let row = 0; row < numRows; row++) {
      // 0 and -0 are equal
      value[0] = values[row] + 0
      low[row] = mix32(low[row] ^ bits[0]) + Math.imul(bits[1], 0x9e3779b1)
      high[row] = mix32(high[row] ^ bits[1]) + Math.imul(bits[0], 0x85ebca6b)
    }
  }
  return Float64Array.from(low, (part, row) => mix32(part) * 2 ** 21 + (mix32(high[row]) >>> 11))
}
