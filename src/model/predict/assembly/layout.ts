/** Rows of a block, as a power of two; bins stand column by column, this many bytes each. */
export const BLOCK_BITS: usize = 9

/** Splits from the root on that are looked at for 16 rows at a time; what lies below is walked. */
export const TOP_LEVELS: u32 = 5

/** Bytes of a tree's entry: addresses of its top, nodes and values, and steps below the top, u32 each. */
export const TREE_BYTES: usize = 16

/** Bytes of a stage of a walk: edges below the top, address of its sums, u32 each. */
export const STAGE_BYTES: usize = 8
