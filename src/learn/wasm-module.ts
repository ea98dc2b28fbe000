import { readFileSync } from 'node:fs'

/** Compiles one of the modules that the build puts beside this file. */
export function wasmModule(name: 'bins' | 'bundles' | 'finish' | 'kernel' | 'moments'): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(`./${name}.wasm`, import.meta.url)))
}
