/** Something in a store that nobody needs, as far as can be seen. */
export interface Garbage {
  /**
   * `staging`: what a publish has left; `stage`: of the shared preprocessing, named by no metadata; `claim`: of
   * the name of a version that is gone; `version`: a whole one that is not among the newest; `retracted`: a
   * retracted version, or its reason.
   */
  readonly kind: 'staging' | 'stage' | 'claim' | 'version' | 'retracted'
  /** Absolute path. */
  readonly path: string
  readonly sizeBytes: number
}
