import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes prepared rows into a directory: matrix.json and, for `train` and `test`, a file a feature (SIDE-N.f64 as the
 * model sees the values, SIDE-N.u8 for the codes of a one-hot group), SIDE-labels.f64 and SIDE-ids.u32.
 *
 * @param sides  `train` and `test`, each a training set: matrix, labels, rowIds.
 */
export function writeMatrix(directory, numSlots, { train, test }) {
  mkdirSync(directory, { recursive: true })
  const shape = {
    numSlots,
    train: train.labels.length,
    test: test.labels.length,
    features: train.matrix.features.map((feature) => ({
      kind: feature.kind,
      slot: feature.slot,
      ...(feature.kind === 'one-hot' && {
        numSlots: feature.numSlots,
        off: [...feature.off],
        on: [...feature.on],
      }),
    })),
  }
  writeFileSync(join(directory, 'matrix.json'), JSON.stringify(shape))
  writeSide(directory, 'train', train)
  writeSide(directory, 'test', test)
}

function writeSide(directory, side, { matrix, labels, rowIds }) {
  const write = (name, array) =>
    writeFileSync(
      join(directory, `${side}-${name}`),
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
    )
  matrix.features.forEach((feature, at) => {
    if (feature.kind === 'numeric') write(`${at}.f64`, feature.values)
    else write(`${at}.u8`, feature.codes)
  })
  write('labels.f64', labels)
  write('ids.u32', rowIds)
}
