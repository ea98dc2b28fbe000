import { join } from 'node:path'

/** Gives where the stage at `index` of a pipeline lies: its number, as wide as the count, and its uid. */
export function stageDirectory(
  pipeline: string,
  { index, numStages, uid }: { readonly index: number; readonly numStages: number; readonly uid: string },
): string {
  const number = String(index).padStart(String(numStages).length, '0')
  return join(pipeline, 'stages', `${number}_${uid}`)
}
