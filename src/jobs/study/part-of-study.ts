import type { Study } from '../../engine/study.ts'

/**
 * Gives a part of a study, whose units bear its name: parts with the same units do not take each other's scores.
 *
 * @param name  Stands before the names of the units, for instance `15m`.
 */
export function partOfStudy(study: Study, name: string): Study {
  const unitOf = (unit: string) => `${name}, ${unit}`
  return {
    scoresOf: (unit) => study.scoresOf(unitOf(unit)),
    keep: (unit, scores) => study.keep(unitOf(unit), scores),
    isTimeUp: () => study.isTimeUp(),
  }
}
