import { wasmModule } from '../wasm-module.ts'
import type { KernelHooks } from './kernel-hooks.ts'

/** What compiled code works with; each is described in assembly/settings.ts. */
export type Settings = Readonly<
  Record<
    | 'stride'
    | 'numBundles'
    | 'numFeatures'
    | 'numSlots'
    | 'features'
    | 'codings'
    | 'numCodes'
    | 'histograms'
    | 'histogramBytes'
    | 'nodes'
    | 'grownNodes'
    | 'sides'
    | 'isDrawn'
    | 'slotOrder'
    | 'scratch'
    | 'ranks'
    | 'packed'
    | 'result'
    | 'deltas'
    | 'range'
    | 'numMembers'
    | 'member'
    | 'team'
    | 'numLevels'
    | 'fewestRows'
    | 'foundSplits'
    | 'zones'
    | 'zonesOfMember'
    | 'topNodes'
    | 'subtrees'
    | 'isProfiled'
    | 'evenBuffer'
    | 'oddBuffer'
    | 'maxDepth'
    | 'numDrawn'
    | 'drawPrefix'
    | 'minGain'
    | 'leastRows'
    | 'center'
    | 'scale'
    | 'weight'
    | 'leafCenter'
    | 'leafStep'
    | 'closedBuffer',
    number
  >
>

/** The functions of `assembly/`, compiled; addresses and sizes are in bytes, each is described at its source. */
export interface CompiledFunctions {
  takeBag(rows: number, numRows: number, target: number, weights: number, out: number): number
  drawBag(
    ids: number,
    numRows: number,
    prefix: number,
    limits: number,
    numLimits: number,
    weights: number,
  ): void
  drawRows(rows: number, end: number, prefix: number, limit: number, out: number): number
  writeNode(
    side: 0 | 1,
    start: number,
    end: number,
    histogram: number,
    depth: number,
    path: number,
    numRows: number,
    sum: number,
  ): number
  buildBaggedHistogram(node: number): void
  buildBoostedHistogram(node: number): void
  sumTargets(node: number): number
  growBagged(node: number, numTrees: number): void
  growBoosted(node: number): void
  deltaOf(numRows: number, sum: number): number
  settleRows(rows: number, end: number, nodes: number, depth: number, out: number): void
  startShared(node: number): number
  growShared(): void
  endShared(): void
}

/** Compiled code, and what it works with. */
export interface CompiledCode extends CompiledFunctions {
  configure(settings: Partial<Settings>): void
}

/** Loads the compiled kernel, to work in the given memory. */
export function loadCompiledCode(memory: WebAssembly.Memory, hooks: KernelHooks): CompiledCode {
  const module = wasmModule('kernel')
  const instance = new WebAssembly.Instance(module, { env: { memory }, hooks: hooks.imports() })
  const exports = instance.exports as CompiledFunctions & Readonly<Record<string, WebAssembly.Global>>
  const configure = (settings: Partial<Settings>) => {
    for (const [name, value] of Object.entries(settings)) exports[name].value = value
  }
  return { ...exports, configure }
}
