import type { LearningTask } from '../engine.ts'

/** What is learnt, and how this process goes about it. */
export interface EmbeddedTask extends LearningTask {
  readonly threads: number
  /** Whether it says what the time of growing trees goes into. */
  readonly isProfiled: boolean
}
