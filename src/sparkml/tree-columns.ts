import type { TreeColumnName } from './tree-leaves.ts'

/** Nodes of all trees by column, [number of nodes] each, in the order of the files; NaN stands for null. */
export type TreeColumns = Record<TreeColumnName, Float64Array>
