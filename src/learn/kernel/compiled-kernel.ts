import { hashPrefix } from '../../random.ts'
import type { GrownTree } from '../grown-tree.ts'
import { MAX_TOGETHER } from './bag-kernel.ts'
import type { CompiledCode } from './compiled-code.ts'
import type { GrowOptions, GrowTogetherOptions, TopRows, TreeKernel } from './kernel.ts'
import { CODING_BYTES, HISTOGRAM_BUNDLE_BYTES, type KernelAreas } from './kernel-areas.ts'
import type { KernelHooks } from './kernel-hooks.ts'
import { shapeOf } from './row-shape.ts'
import type { TrainingRows } from './training-rows.ts'
import { writeFeatures } from './write-features.ts'

/** Compiled code, loaded to work in a memory, and what it calls outside. */
export interface LoadedCode {
  readonly code: CompiledCode
  readonly hooks: KernelHooks
}

/**
 * What compiled kernels (WebAssembly) share; they are faster than the reference and grow the same trees.
 *
 * The rows of a node move with it: they are copied from one of two buffers to the other, those that go left
 * from its front on and the others from its back, and so are read in sequence ever after. A row carries a code for
 * each bundle of features, and what a packed number, sum and count in one, is made of, which is what a histogram adds up.
 * The compiled code grows a tree by itself and hands over its nodes: a node takes some microseconds, and more than one of
 * them would go to crossing over, and to compiling JavaScript in every worker.
 */
export abstract class CompiledKernel implements TreeKernel {
  protected readonly rows: TrainingRows
  protected readonly memory: WebAssembly.Memory
  protected readonly code: CompiledCode
  protected readonly hooks: KernelHooks
  protected readonly result: Float64Array
  protected readonly histogramBytes: number
  readonly #areas: KernelAreas
  readonly #leastRows: Float64Array

  /** @param areas  What no other kernel touches. */
  constructor(
    rows: TrainingRows,
    memory: WebAssembly.Memory,
    areas: KernelAreas,
    { code, hooks }: LoadedCode,
  ) {
    const { numFeatures, numSlots, numBundles, stride } = shapeOf(rows)
    this.rows = rows
    this.memory = memory
    this.code = code
    this.result = new Float64Array(memory.buffer, areas.result, 8)
    this.histogramBytes = numBundles * HISTOGRAM_BUNDLE_BYTES
    this.#areas = areas
    this.hooks = hooks
    this.#leastRows = new Float64Array(memory.buffer, areas.leastRows, MAX_TOGETHER)
    const { histograms, features, codings, sides, numCodes, isDrawn, slotOrder } = areas
    const { nodes, grownNodes, leastRows, scratch, ranks, packed, result } = areas
    code.configure({
      ...{ stride, numBundles, numFeatures, numSlots, histogramBytes: this.histogramBytes },
      ...{ histograms, features, codings, sides, numCodes, isDrawn, slotOrder },
      ...{ nodes, grownNodes, leastRows, scratch, ranks, packed, result },
      isProfiled: hooks.isProfiled ? 1 : 0,
    })
    hooks.takeNodesFrom(grownNodes)
    writeFeatures(memory, areas, rows)
  }

  grow(top: TopRows, options: GrowOptions): GrownTree {
    return this.growTogether(top, options, [options.minInstancesPerNode])[0]
  }

  growTogether(top: TopRows, options: GrowTogetherOptions, leastRows: readonly number[]): GrownTree[] {
    this.configureTree(options, leastRows)
    return this.hooks.gather(leastRows.length, () => this.growFrom(this.writeNode(top), leastRows.length))
  }

  /** Grows trees from a node on, which the compiled code knows. */
  protected abstract growFrom(node: number, numTrees: number): void

  /** Tells the compiled code how the nodes of trees grow. */
  protected configureTree(
    { maxDepth, minGain, numDrawn, seed }: GrowTogetherOptions,
    leastRows: readonly number[],
  ): void {
    this.#leastRows.set(leastRows)
    this.code.configure({ maxDepth, minGain, numDrawn, drawPrefix: hashPrefix(seed) })
  }

  /** Tells the compiled code of a node; gives what it knows it by. */
  protected writeNode({ rows, path }: TopRows): number {
    const { stride } = this.rows
    const { start, end, depth, numRows, sum } = rows
    const histogram = this.histogramAt(rows.histogram)
    return this.code.writeNode(0, start * stride, end * stride, histogram, depth, path, numRows, sum)
  }

  /** Gives the address of a histogram. */
  protected histogramAt(index: number): number {
    return this.#areas.histograms + index * this.histogramBytes
  }

  /** Says which byte of a row is the code of a feature, and where its bin by code stands. */
  protected codeOf(feature: number): readonly [bundle: number, binOfCode: number] {
    return [this.rows.bundles.features[feature].bundle, this.#areas.codings + feature * CODING_BYTES]
  }
}
