import type { FeatureLayout } from './feature-layout.ts'

/** Gives the columns of a layout in which a null sets its row aside: those that are not imputed. */
export function neededColumns({ sources }: Pick<FeatureLayout, 'sources'>): string[] {
  return sources
    .filter((source) => source.kind === 'one-hot' || source.surrogate === null)
    .map(({ column }) => column)
}
