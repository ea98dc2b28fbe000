/** A slot that a tree asks about, and all thresholds that it is compared with. */
export interface FlatColumn {
  readonly slot: number
  /** Different ones, ascending, at most 255. */
  readonly thresholds: Float64Array
}
