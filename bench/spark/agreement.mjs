import { join } from 'node:path'
import { readModel } from '../../dist/sparkml/read-model.js'
import { sqlString, withDuckDb } from '../../dist/table/duckdb.js'
import { forestError, predict } from './run-sides.mjs'
import { sampledErrors } from './sampled-errors.mjs'

/** Up to so many training rows Spark takes thresholds of 256 bins from all of them, as we do. */
const MOST_ROWS = 256 ** 2
const SEEDS = [1, 2, 3, 4, 5]

/**
 * Compares what Spark trained with what the embedded engine did on the same rows, each with its tolerance.
 *
 * @returns Lines to print, whether all is kept, and the figures.
 */
export async function agreement(embedded, spark, place) {
  const checks = [
    sameRows(embedded.document.data, spark.document.data),
    await sameCoefficients(embedded, spark),
    ...(await treesAsWell(embedded.document, spark.document, place)),
  ]
  const predictions = await predictionsOf(embedded, spark, place)
  return {
    lines: [
      ...checks.map(({ line, isKept }) => `${line}: ${isKept ? 'kept' : 'MISSED'}`),
      ...predictions.lines,
    ],
    isKept: checks.every(({ isKept }) => isKept),
    figures: {
      ...Object.assign({}, ...checks.map(({ figures }) => figures)),
      predictions: predictions.figures,
    },
  }
}

function sameRows(ours, theirs) {
  const counts = ({ rows_train, rows_test }) => `${rows_train} to learn from, ${rows_test} to test`
  const isKept = counts(ours) === counts(theirs)
  return { line: `rows: embedded ${counts(ours)}; Spark ${counts(theirs)}; the same`, isKept, figures: {} }
}

/**
 * Both solve the normal equations of the same rows; what is left is the order of sums.
 *
 * Where slots nearly add up to a constant, as those of a one-hot group do, that error is the same for all of them,
 * however small the coefficient: so one below a thousandth of the largest is held to 1e-6 of that.
 */
async function sameCoefficients(embedded, spark) {
  const [ours, theirs] = await Promise.all(
    [embedded, spark].map(({ document }) => readModel(join(pathOf(document, 'linear_regression'), 'model'))),
  )
  const least = Math.max(...ours.coefficients.map(Math.abs)) / 1000
  const error = (value, other) =>
    value === other ? 0 : Math.abs(other - value) / Math.max(Math.abs(value), least)
  const errors = [...ours.coefficients].map((value, slot) => error(value, theirs.coefficients[slot]))
  const worst = Math.max(...errors, error(ours.intercept, theirs.intercept))
  const why = 'the same equations, sums in another order'
  return {
    line: `linear_regression: coefficients differ by ${worst.toExponential(1)} of each (of a thousandth of the largest where they are smaller), 1e-6 allowed (${why})`,
    isKept: worst <= 1e-6,
    figures: { linear_regression_relative: worst },
  }
}

/**
 * Up to `MOST_ROWS` thresholds are those of all rows in both, and only the forest draws. Beyond, Spark's are those of a
 * sample: its models are then one more draw beside five of ours, each with thresholds of a sample of that size.
 */
async function treesAsWell(ours, theirs, place) {
  if (ours.data.rows_train <= MOST_ROWS) {
    const errors = []
    for (const seed of SEEDS) errors.push(await forestError(seed, place))
    return [boostsAsWell(ours, theirs), withinSeeds('random_forest', errors, theirs, '')]
  }
  const paramsOf = (name) => [name, ours.models[name].params]
  const models = Object.fromEntries(['random_forest', 'gradient_boosted_trees'].map(paramsOf))
  const errors = await sampledErrors(place, models, { seeds: SEEDS, size: MOST_ROWS })
  const how = `, thresholds of some ${MOST_ROWS} rows each as Spark's,`
  return Object.entries(errors).map(([name, list]) => withinSeeds(name, list, theirs, how))
}

/** Trees differ where gains are equal but for the last digits. */
function boostsAsWell(ours, theirs) {
  const rmse = (document) => document.models.gradient_boosted_trees.metrics.rmse
  const difference = Math.abs(rmse(theirs) - rmse(ours))
  const most = 1e-3
  return {
    line: `gradient_boosted_trees: RMSE ${rmse(ours).toFixed(5)} and ${rmse(theirs).toFixed(5)} of Spark differ by ${difference.toFixed(5)} mph, ${most} allowed (thresholds from all rows in both)`,
    isKept: difference <= most,
    figures: { gradient_boosted_trees_rmse: difference },
  }
}

/** Spark's model is one more draw: it may lie as far beyond ours as these lie apart. */
function withinSeeds(name, errors, { models }, how) {
  const { rmse } = models[name].metrics
  const [least, most] = [Math.min(...errors), Math.max(...errors)]
  const beyond = most - least
  const seeds = `${errors.length} seeds of ours${how} gave ${least.toFixed(5)} to ${most.toFixed(5)}`
  return {
    line: `${name}: RMSE ${rmse.toFixed(5)} of Spark; ${seeds}, ${beyond.toFixed(5)} beyond is allowed (other random numbers: a sixth seed is outside of five one time in three)`,
    isKept: rmse >= least - beyond && rmse <= most + beyond,
    figures: { [`${name}_rmse`]: rmse, [`${name}_seeds`]: errors },
  }
}

/** How far predictions of all rows lie from each other. */
async function predictionsOf(embedded, spark, { features, folder }) {
  const figures = {}
  for (const name of Object.keys(embedded.document.models)) {
    const [ours, theirs] = [embedded, spark].map(({ document }, at) =>
      predict(pathOf(document, name), { features, folder, out: `${name}-${at}.parquet` }),
    )
    figures[name] = await distance(ours, theirs)
  }
  const lines = Object.entries(figures).map(
    ([name, { rms, most, near }]) =>
      `${name}: predictions differ by ${rms.toPrecision(2)} mph (root mean square), ${most.toPrecision(2)} at most; ${(100 * near).toFixed(1)} % by less than 0.01`,
  )
  return { lines, figures }
}

async function distance(ours, theirs) {
  const read = (path) => `read_parquet(${sqlString(path)})`
  const query = `SELECT sqrt(avg(d * d)), max(d), avg(CAST(d < 0.01 AS INT)) FROM (
    SELECT abs(a.prediction - b.prediction) AS d FROM ${read(ours)} a JOIN ${read(theirs)} b USING (sensor_id, timestamp))`
  const [[rms, most, near]] = await withDuckDb({}, async (connection) =>
    (await connection.runAndReadAll(query)).getRows(),
  )
  return { rms, most, near }
}

function pathOf({ models }, name) {
  return models[name].path
}
