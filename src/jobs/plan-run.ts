import type { Grid } from '../config/config.ts'
import { gridPoints, planFits } from '../learn/plan-fits.ts'
import type { Params } from '../model/params.ts'
import type { ModelName } from './presets.ts'
import type { DataSurvey } from './survey-data.ts'

/** A model to train: its parameters, the values to search, and what a fit costs. */
export interface PlannedModel {
  readonly name: ModelName
  readonly params: Params
  readonly grid: Grid
  /** Estimates the seconds of one fit on so many rows, its judging included. */
  readonly secondsOf: (params: Params, numRows: number) => number
}

/** What one model of a run will cost. */
export interface ModelPlan {
  readonly params: Params
  readonly grid: Grid
  /** Points of the grid x folds; the fit on all training rows comes on top. */
  readonly fits_equivalent: number
  /** Fits that are run for them. */
  readonly fits_run: number
  readonly seconds: number
}

/** What a forest costs that grows with another one, as a share of that. */
const SHARE_OF_FURTHER = 0.15

/**
 * Plans the fits of one model.
 *
 * @param folds  Parts of the cross-validation; 0 where there is none, and the grid is not searched.
 * @param numRows  Rows to train on.
 */
export function planModel(model: PlannedModel, folds: number, numRows: number): ModelPlan {
  const { name, params, grid, secondsOf } = model
  const points = gridPoints(grid).map((point) => ({ ...params, ...point }))
  const plan = planFits(name, points)
  const fits = plan.flatMap(({ models }) => models.map((model) => model.params))
  const rowsOfFold = folds > 0 ? numRows - Math.ceil(numRows / folds) : 0
  const secondsOfFold = plan.reduce((sum, { models }) => {
    const share = 1 + SHARE_OF_FURTHER * (models.length - 1)
    return sum + share * Math.max(...models.map((model) => secondsOf(model.params, rowsOfFold)))
  }, 0)
  const refit = Math.max(...(folds > 0 ? fits : [params]).map((fit) => secondsOf(fit, numRows)))
  return {
    params,
    grid,
    fits_equivalent: points.length * folds,
    fits_run: fits.length * folds,
    seconds: (folds > 0 ? folds * secondsOfFold : 0) + refit,
  }
}

const BYTES = { node: 72, double: 8, kernelRow: 16, process: 220e6 } as const

/**
 * Estimates the most memory of a run in bytes: the table twice (while it loads), prepared rows as doubles and
 * codes, one byte a bin, what each thread keeps a row, and the nodes of all trees.
 */
export function planMemory(
  data: Pick<DataSurvey, 'rows' | 'numeric' | 'categorical'>,
  models: readonly Params[],
  threads: number,
): number {
  const { rows, numeric, categorical } = data
  const table = 2 * rows * (numeric + categorical + 4) * BYTES.double
  const prepared = rows * (numeric * BYTES.double + categorical + 2 * BYTES.double)
  const bins = rows * (numeric + categorical)
  const nodes = models.reduce((sum, params) => sum + numNodes(params, rows), 0)
  return BYTES.process + table + prepared + bins + rows * BYTES.kernelRow * threads + nodes * BYTES.node
}

/** Gives the most nodes that the trees of a model can have; 0 of a model without trees. */
export function numNodes(params: Params, numRows: number): number {
  const numTrees = Number(params['numTrees'] ?? params['maxIter'] ?? 0)
  if (params['maxDepth'] === undefined) return 0
  const numLeaves = Math.min(2 ** Number(params['maxDepth']), numRows / Number(params['minInstancesPerNode']))
  return Math.round(numTrees * (2 * numLeaves - 1))
}
