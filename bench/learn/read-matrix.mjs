import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Reads one side (`train` or `test`) of what export-matrix.mjs wrote, as encodeRows gives it to learn from, in memory that threads share. */
export function readMatrix(directory, side) {
  const shape = JSON.parse(readFileSync(join(directory, 'matrix.json'), 'utf8'))
  const read = (name, Type) => {
    const bytes = readFileSync(join(directory, `${side}-${name}`))
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
    shared.set(bytes)
    return new Type(shared.buffer)
  }
  const features = shape.features.map(({ off, on, ...feature }, at) =>
    feature.kind === 'numeric'
      ? { ...feature, values: read(`${at}.f64`, Float64Array) }
      : {
          ...feature,
          codes: read(`${at}.u8`, Uint8Array),
          off: Float64Array.from(off),
          on: Float64Array.from(on),
        },
  )
  return {
    matrix: { numRows: shape[side], numSlots: shape.numSlots, features },
    labels: read('labels.f64', Float64Array),
    rowIds: read('ids.u32', Uint32Array),
  }
}
