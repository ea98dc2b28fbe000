import type { LeafPage } from './decode-page.ts'
import type { Leaf } from './read-leaf.ts'

/**
 * Puts the numbers of a leaf column into arrays: of each row its first, second ... element.
 *
 * @param targets  One array an element, [rows of the group] each; overwritten. A row that has not as many
 *   elements as there are targets reads as NaN in all of them.
 * @throws Error if the column holds strings or other rows than the group.
 */
export function fillElements({ levels, pages }: Leaf, targets: readonly Float64Array[]): void {
  const counts = new Uint32Array(targets[0].length)
  let numRows = 0
  for (const page of pages) numRows = fillPage(page, levels.maxDefinition, numRows, { counts, targets })
  if (numRows !== counts.length) throw new Error(`${numRows} rows in a row group of ${counts.length}`)
  for (let row = 0; row < numRows; row++) {
    if (counts[row] === targets.length) continue
    for (const target of targets) target[row] = Number.NaN
  }
}

interface Filled {
  /** Elements that each row has so far, [rows of the group]. */
  readonly counts: Uint32Array
  readonly targets: readonly Float64Array[]
}

/** Puts the values of a page behind those before it; gives the rows begun after it. */
function fillPage(page: LeafPage, maxDefinition: number, start: number, { counts, targets }: Filled): number {
  const { numEntries, repetitions, definitions, values } = page
  if (!(values instanceof Float64Array)) throw new Error('strings where numbers must be')
  let row = start - 1
  let at = 0
  for (let entry = 0; entry < numEntries; entry++) {
    if (repetitions === null || repetitions[entry] === 0) row++
    if (row < 0 || row >= counts.length)
      throw new Error(`more rows than the ${counts.length} of the row group`)
    if (definitions !== null && definitions[entry] !== maxDefinition) continue
    const element = counts[row]++
    if (element < targets.length) targets[element][row] = values[at]
    at++
  }
  return row + 1
}
