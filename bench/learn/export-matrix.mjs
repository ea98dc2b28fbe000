// Writes the prepared rows of a feature table as plain files, which every side of a benchmark reads.
//
// usage: node bench/learn/export-matrix.mjs FEATURES DIRECTORY
// FEATURES is what `freeflow features` writes. DIRECTORY receives matrix.json and, for `train` and `test`, a file a
// feature (SIDE-N.f64 as the model sees the values, SIDE-N.u8 for the codes of a one-hot group), SIDE-labels.f64 and
// SIDE-ids.u32. Rows are split by their hash as `train-all` splits them: seed 42, a fifth to test.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { completeRows } from '../../dist/prepare/complete-rows.js'
import { encodeRows } from '../../dist/prepare/encode-rows.js'
import { featureLayout } from '../../dist/prepare/feature-layout.js'
import { fitPipeline } from '../../dist/prepare/fit-pipeline.js'
import { nowcastFeatures } from '../../dist/traffic/columns.js'
import { readFeaturesNote } from '../../dist/traffic/features-note.js'
import { loadFeatures } from '../../dist/traffic/load-features.js'

const TEST_RATIO = 0.2
const [features, directory] = process.argv.slice(2)
const { numeric, categorical } = nowcastFeatures
const { absentColumns, timezone } = await readFeaturesNote(features)
const expected = (names, kinds) => names.map((name) => ({ name, kinds }))
const { table, hashes } = await loadFeatures({
  path: features,
  columns: [
    ...expected(['sensor_id', 'timestamp'], ['string', 'number', 'instant']),
    ...expected([...numeric, ...categorical, 'speed'], ['number', 'string']),
  ],
  absentColumns,
  timezone: timezone ?? 'UTC',
  seed: 42,
  threads: 1,
})
const isPresent = (name) => table.columns.has(name)
const columns = { numeric: numeric.filter(isPresent), categorical: categorical.filter(isPresent) }
const { rows } = completeRows(table, [...columns.numeric, ...columns.categorical, 'speed'])
const train = rows.filter((row) => hashes.split[row] >= TEST_RATIO)
const test = rows.filter((row) => hashes.split[row] < TEST_RATIO)
const layout = featureLayout(fitPipeline(table, train, columns))
mkdirSync(directory, { recursive: true })
writeFileSync(
  join(directory, 'matrix.json'),
  JSON.stringify({
    numSlots: layout.numSlots,
    train: train.length,
    test: test.length,
    features: encodeRows(layout, table, train.subarray(0, 1)).features.map((feature) => ({
      kind: feature.kind,
      slot: feature.slot,
      ...(feature.kind === 'one-hot' && {
        numSlots: feature.numSlots,
        off: [...feature.off],
        on: [...feature.on],
      }),
    })),
  }),
)
writeSide('train', train)
writeSide('test', test)

function writeSide(side, ids) {
  const write = (name, array) =>
    writeFileSync(join(directory, `${side}-${name}`), new Uint8Array(array.buffer))
  encodeRows(layout, table, ids).features.forEach((feature, at) => {
    if (feature.kind === 'numeric') write(`${at}.f64`, feature.values)
    else write(`${at}.u8`, feature.codes)
  })
  write(
    'labels.f64',
    Float64Array.from(ids, (row) => table.columns.get('speed').values[row]),
  )
  write('ids.u32', ids.slice())
}
