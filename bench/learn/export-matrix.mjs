// Writes the prepared rows of a feature table as plain files, which every side of a benchmark reads.
//
// usage: node bench/learn/export-matrix.mjs FEATURES DIRECTORY
// FEATURES is what `freeflow features` writes; DIRECTORY receives what write-matrix.mjs says. Rows are split by their
// hash as `train-all` splits them: seed 42, a fifth to test.
import { completeRows } from '../../dist/prepare/complete-rows.js'
import { encodeRows } from '../../dist/prepare/encode-rows.js'
import { featureLayout } from '../../dist/prepare/feature-layout.js'
import { fitPipeline } from '../../dist/prepare/fit-pipeline.js'
import { nowcastFeatures } from '../../dist/traffic/columns.js'
import { readFeaturesNote } from '../../dist/traffic/features-note.js'
import { loadFeatures } from '../../dist/traffic/load-features.js'
import { writeMatrix } from './write-matrix.mjs'

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
const sideOf = (rowIds) => ({
  rowIds,
  matrix: encodeRows(layout, table, rowIds),
  labels: Float64Array.from(rowIds, (row) => table.columns.get('speed').values[row]),
})
writeMatrix(directory, layout.numSlots, { train: sideOf(train), test: sideOf(test) })
