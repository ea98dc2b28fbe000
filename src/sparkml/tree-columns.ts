import type { TreeColumnName } from './tree-leaves.ts'

/** Nodes of all trees by column, [number of nodes] each, in the order of the files; NaN stands for null. */
export type TreeColumns = Record<TreeColumnName, Float64Array>

/**
 * Reads the table of nodes of an ensemble.
 *
 * Two do the same: `readNodes` with hyparquet, for programs that only predict, and `queryNodes` with DuckDB,
 * which knows more encodings of Parquet.
 *
 * @param paths  The part files, at least one.
 * @returns The columns; their values are not checked, `treesFromColumns` does that.
 * @throws FreeflowError `data` if a file is malformed or lacks a column.
 */
export type TreeColumnsReader = (paths: readonly string[]) => Promise<TreeColumns>
