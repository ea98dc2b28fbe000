import type { Study } from '../../engine/study.ts'

/** A study that knows of nothing, keeps nothing and has all the time: for what is never resumed. */
export const noStudy: Study = {
  scoresOf: () => null,
  keep: () => {},
  isTimeUp: () => false,
}
