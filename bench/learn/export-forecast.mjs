// Writes the prepared rows of a forecast as plain files, which every side of a benchmark reads: features, split and gap
// as `train-all --preset forecast` has them.
//
// usage: node bench/learn/export-forecast.mjs FEATURES GRAPH MINUTES DIRECTORY
// FEATURES is what `freeflow features` writes, GRAPH a file of edges; DIRECTORY receives what write-matrix.mjs says.
import { join } from 'node:path'
import { prepareData } from '../../dist/engine/embedded/prepare-data.js'
import { fitSource } from '../../dist/jobs/forecast/fit-source.js'
import { trainingUntil, withOpenForecast } from '../../dist/jobs/forecast/open-forecast.js'
import { writeForecastTable } from '../../dist/jobs/forecast/write-forecast-table.js'
import { forecastPreset } from '../../dist/jobs/presets.js'
import { writeMatrix } from './write-matrix.mjs'

const [features, graph, text, directory] = process.argv.slice(2)
const minutes = Number(text)
const options = { graph, testRatio: 0.2, purge: 'auto', threads: 2 }
const horizons = [{ name: `${minutes}m`, minutes }]
const path = join(directory, 'table')
const silent = { info() {}, warn() {}, progress() {} }
const host = { report: silent, now: () => performance.now(), signal: new AbortController().signal }

await withOpenForecast(features, options, horizons, async ({ connection, source, links, cutMs }) => {
  const untilMs = trainingUntil(cutMs, options, horizons)
  const isTraining = Uint8Array.from(source.steps.epochMs, (instant) => (instant < untilMs ? 1 : 0))
  await fitSource(connection, source, isTraining, links)
  await writeForecastTable(connection, source, minutes, path)
  const loading = { data: path, nulls: 'drop', split: 'temporal', testStartMs: cutMs, folds: 0, seed: 42 }
  const data = await prepareData({ ...options, ...loading }, forecastPreset(minutes), host)
  writeMatrix(directory, data.layout.numSlots, data)
})
