import type { Grid } from '../config/config.ts'
import { type DataSize, memoryOfRows } from '../engine/embedded/memory-of-rows.ts'
import { gridPoints, planFits } from '../learn/plan-fits.ts'
import type { Params } from '../model/params.ts'
import type { ModelName } from './presets.ts'

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
  /** Points of the grid, one where there is none; each is scored on so many folds, 0 without cross-validation. */
  readonly points: number
  readonly folds: number
  /** Points of the grid x folds; the fit on all training rows comes on top. */
  readonly fits_equivalent: number
  /** Fits that are run for them. */
  readonly fits_run: number
  /** Most nodes of the models that a search holds at a time. */
  readonly nodes_searched: number
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
    points: points.length,
    folds,
    fits_equivalent: points.length * folds,
    fits_run: fits.length * folds,
    nodes_searched: Math.max(
      ...plan.map(({ models }) =>
        folds > 0 ? models.reduce((sum, model) => sum + numNodes(model.params, rowsOfFold), 0) : 0,
      ),
    ),
    seconds: (folds > 0 ? folds * secondsOfFold : 0) + refit,
  }
}

/** Bytes of a node in all its arrays, and of what it is scored by. */
const NODE_BYTES = 80

/**
 * Estimates the most memory of a run in bytes: its rows, the trees of its models, and those of the search that takes
 * most.
 */
export function planMemory(data: DataSize, models: readonly ModelPlan[], threads: number): number {
  const kept = models.reduce((sum, { params }) => sum + numNodes(params, data.rows), 0)
  const searched = Math.max(0, ...models.map((model) => model.nodes_searched))
  return memoryOfRows(data, threads) + NODE_BYTES * (kept + searched)
}

/** Gives the most nodes that the trees of a model can have; 0 of a model without trees. */
export function numNodes(params: Params, numRows: number): number {
  const numTrees = Number(params['numTrees'] ?? params['maxIter'] ?? 0)
  if (params['maxDepth'] === undefined) return 0
  const numLeaves = Math.min(2 ** Number(params['maxDepth']), numRows / Number(params['minInstancesPerNode']))
  return Math.round(numTrees * (2 * numLeaves - 1))
}
