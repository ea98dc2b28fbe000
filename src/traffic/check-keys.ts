import type { Table } from '../table/table.ts'
import type { DataFinding } from './data-finding.ts'
import { rowName } from './row-name.ts'
import { STEP_MS } from './step.ts'
import { addRow, newTally, type Tally } from './tally.ts'

/** Rows that a file has at most: a position is the file's number times this, plus the row's number in it. */
export const FILE_ROWS = 2 ** 32

/**
 * Checks sensors and times. Errors: rows that lack either, several rows of one key. Warnings: steps that a
 * sensor lacks between two of its rows, and rows that stood in their file after a later one of their sensor.
 *
 * @param table  With sensor_id and timestamp; rows by sensor, then time, nulls last.
 * @param position  Where each row stood, `file * FILE_ROWS + row in the file`, [numRows]; NaN where unknown.
 */
export function checkKeys(table: Table, position: Float64Array): DataFinding[] {
  const sensor = table.columns.get('sensor_id')
  const time = table.columns.get('timestamp')
  if (sensor?.kind !== 'string' || time?.kind !== 'instant') return []
  const { withoutKey, doubled, gaps, unsorted, numStepsLost } = scanKeys(sensor.codes, time.epochMs, position)
  const namesOf = ({ rows }: Tally) => rows.map((row) => rowName(table, row))
  const found = (
    severity: DataFinding['severity'],
    rule: DataFinding['rule'],
    tally: Tally,
    text: string,
  ): DataFinding => ({
    severity,
    column: null,
    rule,
    count: tally.count,
    examples: namesOf(tally),
    text: `${tally.count} ${text}`,
  })
  const lost = `times a sensor skips steps, ${numStepsLost} in all, after`
  return [
    keyFinding('no-key', withoutKey.count, namesOf(withoutKey)),
    keyFinding('duplicate', doubled.count, namesOf(doubled)),
    found('warning', 'gap', gaps, lost),
    found('warning', 'unsorted', unsorted, 'rows stood in their file after a later one of their sensor'),
  ].filter(({ count }) => count > 0)
}

const keyRules = {
  'no-key': 'rows have no sensor_id or no timestamp',
  duplicate: 'times a sensor has several rows of one instant',
} as const

/** The error of rows that nothing tells apart, or from nothing. */
export function keyFinding(
  rule: keyof typeof keyRules,
  count: number,
  examples: readonly string[],
): DataFinding {
  return { severity: 'error', column: null, rule, count, examples, text: `${count} ${keyRules[rule]}` }
}

function scanKeys(sensors: Int32Array, epochMs: Float64Array, position: Float64Array) {
  const [withoutKey, doubled, gaps, unsorted] = [newTally(), newTally(), newTally(), newTally()]
  let numStepsLost = 0
  let isDoubled = false
  for (let row = 0; row < sensors.length; row++) {
    if (sensors[row] < 0 || Number.isNaN(epochMs[row])) addRow(withoutKey, row)
    const isFirst = row === 0 || sensors[row] < 0 || sensors[row] !== sensors[row - 1]
    const elapsedMs = isFirst ? Number.NaN : epochMs[row] - epochMs[row - 1]
    // a third row of a key is not another key
    if (elapsedMs === 0 && !isDoubled) addRow(doubled, row)
    isDoubled = elapsedMs === 0
    if (elapsedMs > STEP_MS) {
      addRow(gaps, row - 1)
      numStepsLost += Math.ceil(elapsedMs / STEP_MS) - 1
    }
    if (elapsedMs > 0 && isBehind(position[row], position[row - 1])) addRow(unsorted, row)
  }
  return { withoutKey, doubled, gaps, unsorted, numStepsLost }
}

/** Says whether a position lies before another of the same file. */
function isBehind(position: number, other: number): boolean {
  return position < other && Math.floor(position / FILE_ROWS) === Math.floor(other / FILE_ROWS)
}
