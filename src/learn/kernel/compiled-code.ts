import { readFileSync } from 'node:fs'

/** The functions of `assembly/`, compiled; addresses and sizes are in bytes, each is described at its source. */
export interface CompiledCode {
  takeBag(
    rows: number,
    numRows: number,
    stride: number,
    target: number,
    weights: number,
    out: number,
    result: number,
  ): number
  drawBag(
    ids: number,
    numRows: number,
    prefix: number,
    limits: number,
    numLimits: number,
    weights: number,
  ): void
  drawRows(rows: number, end: number, stride: number, prefix: number, limit: number, out: number): number
  clearHistogram(histogram: number, numCodes: number, numBundles: number): void
  subtractHistogram(histogram: number, other: number, numCodes: number, numBundles: number): void
  sumHistograms(
    first: number,
    step: number,
    count: number,
    out: number,
    numCodes: number,
    numBundles: number,
  ): void
  addBaggedRows(
    rows: number,
    end: number,
    stride: number,
    numBundles: number,
    histogram: number,
    sign: 1 | -1,
  ): void
  addBoostedRows(
    rows: number,
    end: number,
    stride: number,
    numBundles: number,
    histogram: number,
    sign: 1 | -1,
    center: number,
    scale: number,
  ): void
  addBlocks(
    rows: number,
    end: number,
    stride: number,
    numBundles: number,
    histogram: number,
    center: number,
    scale: number,
    cursor: number,
  ): void
  packBaggedRows(rows: number, end: number, stride: number, out: number): void
  packBoostedRows(rows: number, end: number, stride: number, center: number, scale: number, out: number): void
  sumPacked(packed: number, length: number): number
  findSplit(
    histogram: number,
    rows: number,
    end: number,
    stride: number,
    packed: number,
    features: number,
    codings: number,
    numFeatures: number,
    isDrawn: number,
    numRows: number,
    sum: number,
    minRows: number,
    minGain: number,
    scratch: number,
    ranks: number,
    result: number,
  ): void
  partition(
    rows: number,
    end: number,
    stride: number,
    bundle: number,
    binOfCode: number,
    low: number,
    span: number,
    outside: number,
    sides: number,
    out: number,
  ): number
  partitionBlocks(
    rows: number,
    end: number,
    stride: number,
    bundle: number,
    binOfCode: number,
    low: number,
    span: number,
    outside: number,
    sides: number,
    out: number,
    cursors: number,
  ): void
  sumSquares(
    rows: number,
    end: number,
    stride: number,
    bundle: number,
    binOfCode: number,
    low: number,
    span: number,
    result: number,
  ): void
  closeRows(
    rows: number,
    end: number,
    stride: number,
    bundle: number,
    binOfCode: number,
    low: number,
    span: number,
    center: number,
    scale: number,
    deltas: number,
    out: number,
    range: number,
    result: number,
  ): void
  settleRows(
    rows: number,
    end: number,
    stride: number,
    nodes: number,
    depth: number,
    out: number,
    range: number,
  ): void
}

/** Loads the compiled kernel, to work in the given memory. */
export function loadCompiledCode(memory: WebAssembly.Memory): CompiledCode {
  const module = new WebAssembly.Module(readFileSync(new URL('./kernel.wasm', import.meta.url)))
  return new WebAssembly.Instance(module, { env: { memory } }).exports as CompiledCode
}
