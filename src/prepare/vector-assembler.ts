/** Puts numeric columns and one-hot groups side by side in one vector, in the order of `inputCols`. */
export interface VectorAssembler {
  readonly kind: 'VectorAssembler'
  readonly inputCols: readonly string[]
  readonly outputCol: string
  readonly handleInvalid: 'error' | 'skip' | 'keep'
}
