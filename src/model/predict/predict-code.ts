import { readFileSync } from 'node:fs'

/** The functions of `assembly/`, compiled; addresses are in bytes, each is described at its source. */
export interface PredictCode {
  findBins(values: number, numValues: number, thresholds: number, size: number, out: number): void
  predictBlock(
    trees: number,
    numTrees: number,
    bins: number,
    numRows: number,
    ways: number,
    stages: number,
    numStages: number,
  ): void
  predictOne(
    trees: number,
    numTrees: number,
    columns: number,
    numColumns: number,
    slots: number,
    bins: number,
  ): number
}

/** Loads the compiled prediction, to work in the given memory. */
export function loadPredictCode(memory: WebAssembly.Memory): PredictCode {
  const module = new WebAssembly.Module(readFileSync(new URL('./predict.wasm', import.meta.url)))
  return new WebAssembly.Instance(module, { env: { memory } }).exports as PredictCode
}
