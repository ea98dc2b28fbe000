import type { NumberParam, ParamDeclarations, TextParam } from './params.ts'

const maxInt = 2 ** 31 - 1

const seed: NumberParam = {
  type: 'int',
  default: 42,
  min: 0,
  max: maxInt,
  doc: 'Where random numbers start; equal seeds give equal models.',
}

const featureSubsetStrategy: TextParam = {
  type: 'text',
  default: 'auto',
  rule: "auto, all, onethird, sqrt, log2, a share in (0, 1] such as '0.82', or a count of features",
  pattern: /^(auto|all|onethird|sqrt|log2|[1-9]\d*|0?\.\d*[1-9]\d*|1\.0+)$/,
  doc: 'How many features a node may choose from.',
}

const treeParams = {
  maxBins: { type: 'int', default: 32, min: 2, max: 256, doc: 'Most bins that a feature is cut into.' },
  minInstancesPerNode: {
    type: 'int',
    default: 1,
    min: 1,
    max: maxInt,
    doc: 'Fewest rows that a child may have.',
  },
  minInfoGain: {
    type: 'float',
    default: 0,
    min: 0,
    max: 1e300,
    doc: 'Least fall in variance that a split must bring.',
  },
  subsamplingRate: {
    type: 'float',
    default: 1,
    min: 1e-6,
    max: 1,
    doc: 'Share of the rows that a tree learns from.',
  },
  featureSubsetStrategy,
  seed,
} satisfies ParamDeclarations

const maxDepth = (value: number): NumberParam => ({
  type: 'int',
  default: value,
  min: 0,
  max: 30,
  doc: 'Longest path from root to leaf, in edges.',
})

/** Parameters of the random forest, by Spark's names and defaults (seed: ours). */
export const forestParams = {
  numTrees: { type: 'int', default: 20, min: 1, max: 10_000, doc: 'Number of trees.' },
  maxDepth: maxDepth(5),
  ...treeParams,
} satisfies ParamDeclarations

/** Parameters of gradient-boosted trees, by Spark's names and defaults (seed: ours). */
export const boostingParams = {
  maxIter: { type: 'int', default: 20, min: 1, max: 10_000, doc: 'Number of trees.' },
  stepSize: {
    type: 'float',
    default: 0.1,
    min: 1e-6,
    max: 1,
    doc: 'Share of each tree that is added; of squared loss Spark fits twice the residual, so 0.1 learns at a rate of 0.2.',
  },
  lossType: {
    type: 'text',
    default: 'squared',
    rule: 'squared or absolute',
    pattern: /^(squared|absolute)$/,
    doc: 'What is made small: squared errors, or absolute ones, for which leaves hold medians here (in Spark means of signs).',
  },
  maxDepth: maxDepth(5),
  firstMaxDepth: {
    ...maxDepth(30),
    doc: 'Most edges of the first tree, which is added whole (in Spark as deep as the others); 0 starts at a constant.',
  },
  ...treeParams,
  featureSubsetStrategy: { ...featureSubsetStrategy, default: 'all' },
} satisfies ParamDeclarations

/**
 * Gives the number of slots that a node of a forest may choose from, as Spark counts it.
 *
 * @param strategy  A valid featureSubsetStrategy; `auto` is one third in a forest, all for a single tree.
 * @param numTrees  Trees of the forest; 1 for boosting, whose trees see all rows.
 */
export function numFeaturesPerNode(strategy: string, numSlots: number, numTrees: number): number {
  if (strategy === 'all' || (strategy === 'auto' && numTrees === 1)) return numSlots
  if (strategy === 'auto' || strategy === 'onethird') return Math.ceil(numSlots / 3)
  if (strategy === 'sqrt') return Math.ceil(Math.sqrt(numSlots))
  if (strategy === 'log2') return Math.max(1, Math.ceil(Math.log2(numSlots)))
  if (/^\d+$/.test(strategy)) return Math.min(Number(strategy), numSlots)
  return Math.ceil(Number(strategy) * numSlots)
}
