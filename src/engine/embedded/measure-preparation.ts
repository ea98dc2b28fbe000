import { fitMoments } from '../../prepare/standard-scaler.ts'
import type { PreparationMeasures } from '../run-facts.ts'
import type { PreparedData } from './prepare-data.ts'

/** Measures on the prepared rows what was asked of the preparation. */
export function measurePreparation(data: PreparedData, target: string): PreparationMeasures {
  const { mean, std } = fitMoments(data.train.matrix)
  return {
    numNulls: countNulls(data),
    meanError: mean.reduce((worst, value) => Math.max(worst, Math.abs(value)), 0),
    deviationError: std.reduce(
      (worst, value) => (value === 0 ? worst : Math.max(worst, Math.abs(value - 1))),
      0,
    ),
    numConstant: std.reduce((count, value) => count + (value === 0 ? 1 : 0), 0),
    isLabelKept: isLabelKept(data, target),
  }
}

function countNulls({ train, test }: PreparedData): number {
  let numNulls = 0
  for (const { matrix } of [train, test]) {
    for (const feature of matrix.features) {
      if (feature.kind === 'numeric')
        for (const value of feature.values) if (!Number.isFinite(value)) numNulls++
    }
  }
  return numNulls
}

function isLabelKept({ table, train, test }: PreparedData, target: string): boolean {
  const column = table.columns.get(target)
  return [train, test].every(({ labels, rowIds }) =>
    labels.every((label, at) => column?.kind === 'number' && column.values[rowIds[at]] === label),
  )
}
