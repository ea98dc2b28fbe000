/** What a search over a grid remembers of fits that are finished, and how long it may go on. */
export interface Study {
  /**
   * Gives what a fit scored before this process was begun, one score a point that it answers.
   *
   * @param unit  Name of the fit and the fold, the same in every run of the study.
   * @returns `null` if it is still to be done.
   */
  scoresOf(unit: string): readonly number[] | null
  /** Keeps what a fit has scored, so that it is never run again. */
  keep(unit: string, scores: readonly number[]): void
  /** Whether no further fit is to be begun. */
  isTimeUp(): boolean
}
