/** The first trees of an ensemble, cut off at a depth. */
export interface TreePart {
  readonly numTrees: number
  /** In edges; Infinity for whole trees. */
  readonly depth: number
}
