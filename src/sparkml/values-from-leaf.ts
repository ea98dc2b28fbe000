import type { Leaf } from './read-leaf.ts'

/**
 * Gives what a leaf column holds in each row: a number, a string, a list of them, a list of lists, or null.
 *
 * For small tables; `fillElements` is for long ones.
 *
 * @throws Error if an element belongs to no list.
 */
export function valuesFromLeaf({ levels, pages }: Leaf): unknown[] {
  const rows: unknown[] = []
  // the rows, and within them the lists to which an element may still come, outermost first
  const open: unknown[][] = [rows]
  for (const { numEntries, repetitions, definitions, values } of pages) {
    let at = 0
    for (let entry = 0; entry < numEntries; entry++) {
      const definition = definitions === null ? levels.maxDefinition : definitions[entry]
      const target = openLists(open, repetitions === null ? 0 : repetitions[entry], definition, levels)
      if (target !== null) target.push(definition === levels.maxDefinition ? values[at++] : null)
    }
  }
  return rows
}

/**
 * Opens the lists that an entry begins below the first `repetition` ones, which it continues.
 *
 * @returns The innermost list, which the entry's value goes to; `null` where a list is null or empty.
 */
function openLists(
  open: unknown[][],
  repetition: number,
  definition: number,
  { listDefinitions }: Leaf['levels'],
): unknown[] | null {
  if (repetition >= open.length) throw new Error('an element of no list')
  open.length = repetition + 1
  for (let depth = repetition; depth < listDefinitions.length; depth++) {
    if (definition < listDefinitions[depth] - 1) {
      open[depth].push(null)
      return null
    }
    const list: unknown[] = []
    open[depth].push(list)
    open.push(list)
    if (definition < listDefinitions[depth]) return null
  }
  return open[listDefinitions.length]
}
