import type { FeatureLayout } from './feature-layout.ts'

/** What one slot of the feature vector stands for. */
export interface Slot {
  /** The slot's name: the column's, for a one-hot slot `column=category`. */
  readonly slot: string
  readonly column: string
  /** The category that turns a one-hot slot on, `null` for a numeric slot. */
  readonly category: string | null
}

/** The category of an index that stands for strings never seen in training. */
const UNKNOWN = '__unknown'

/** Names every slot of a layout, in order, [numSlots]. */
export function layoutSlots(layout: FeatureLayout): Slot[] {
  return layout.sources.flatMap((source): Slot[] => {
    const { column } = source
    if (source.kind === 'numeric') return [{ slot: column, column, category: null }]
    return Array.from({ length: source.numSlots }, (_, index) => {
      const category = source.labels === null ? String(index) : (source.labels[index] ?? UNKNOWN)
      return { slot: `${column}=${category}`, column, category }
    })
  })
}
