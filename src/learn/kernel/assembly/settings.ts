/**
 * What a kernel works with; set from outside, addresses and sizes in bytes.
 *
 * They are the same for all that a kernel does, but for those of a tree at the end.
 */

/** Bytes from one row to the next. */
export let stride: usize = 0
export let numBundles: usize = 0
export let numFeatures: usize = 0
export let numSlots: usize = 0
/** What is known of each feature, see features.ts. */
export let features: usize = 0
/** What the codes of its bundle are to each feature; CODING_BYTES each, see ranks.ts. */
export let codings: usize = 0
/** Number of codes of each bundle, u32. */
export let numCodes: usize = 0
/** Histograms by depth; a node's smaller child gets that of its depth, the larger one inherits the node's. */
export let histograms: usize = 0
export let histogramBytes: usize = 0
/** Room for two nodes of each depth, see node.ts. */
export let nodes: usize = 0
/** Room for grown nodes on their way out, see grown-nodes.ts. */
export let grownNodes: usize = 0
/** Room for which codes go left in the split in hand, i8, [256]. */
export let sides: usize = 0
/** Receives 1 for each slot that the node in hand has drawn, u8, [numSlots]. */
export let isDrawn: usize = 0
/** Room for a draw, u32, [numSlots]. */
export let slotOrder: usize = 0
/** Room for the sums of the bins of one feature; all zero between two splits, see few-rows.ts. */
export let scratch: usize = 0
/** Room for sums up to a bin by the rank of the bin: 257 packed numbers. */
export let ranks: usize = 0
/** Room for what each row of a small node adds, i64. */
export let packed: usize = 0
/** Receives what a function says beside what it returns: eight f64. */
export let result: usize = 0
/** Room for what closing takes from rows out of the range of a split and in it, f64. */
export let deltas: usize = 0
/** Least and largest of what is left of the labels, f64. */
export let range: usize = 0
/** Of a team, whose kernels grow trees of boosting together: how many they are, and which of them this one is. */
export let numMembers: usize = 1
export let member: usize = 0
/** What the team counts with, see team.ts. */
export let team: usize = 0
/** Nodes of so many levels are split together, those with at least so many rows, as far as there are zones. */
export let numLevels: u32 = 0
export let fewestRows: f64 = 0
/** Where the threads leave the splits that they find, see found-split.ts. */
export let foundSplits: usize = 0
/** Histograms of the zones of all threads: [numMembers, zonesOfMember]. */
export let zones: usize = 0
export let zonesOfMember: usize = 0
/** Room for the nodes at the top of a tree, see top-node.ts. */
export let topNodes: usize = 0
/** Room for which of them are left to one thread, u32. */
export let subtrees: usize = 0
/** Whether `enter` is told what is being done. */
export let isProfiled: u32 = 0

/** Buffers in which the rows of nodes of even and of odd depth stand. */
export let evenBuffer: usize = 0
export let oddBuffer: usize = 0
/** Longest path from root to leaf, in edges. */
export let maxDepth: u32 = 0
/** Number of slots that a node draws. */
export let numDrawn: usize = 0
/** What the hash of a node's path begins with. */
export let drawPrefix: u32 = 0
/** Least gain of a split. */
export let minGain: f64 = 0
/** Fewest rows of a leaf of each tree that grows, ascending, f64. */
export let leastRows: usize = 0

/** Of boosting: the fixed-point target is (what is left of the label - center) * scale. */
export let center: f64 = 0
export let scale: f64 = 1
/** Of boosting: a leaf takes weight * (leafCenter + leafStep * mean of the targets) from what is left. */
export let weight: f64 = 1
export let leafCenter: f64 = 0
export let leafStep: f64 = 1
/** Of boosting: where the rows of the next tree begin. */
export let closedBuffer: usize = 0
