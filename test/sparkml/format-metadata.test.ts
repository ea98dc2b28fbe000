import { expect, it } from 'vitest'
import { FreeflowError } from '../../src/errors.ts'
import { formatMetadata, formatParams } from '../../src/sparkml/format-metadata.ts'
import { sparkClasses } from '../../src/sparkml/spark-class.ts'

it('writes one line as Spark does: constants, then the parameters in the declared order, then counts', () => {
  const text = formatMetadata({
    sparkClass: sparkClasses.random_forest,
    uid: 'rfr_1',
    trainedAt: 1_700_000_000_000,
    params: { seed: 42, numTrees: 2 },
    counts: { numFeatures: 6, numTrees: 2 },
  })
  expect(text).toBe(
    '{"class":"org.apache.spark.ml.regression.RandomForestRegressionModel","timestamp":1700000000000,' +
      '"sparkVersion":"4.0.0","uid":"rfr_1","paramMap":{"impurity":"variance","featuresCol":"features",' +
      '"labelCol":"label","predictionCol":"prediction","numTrees":2,"seed":42},"defaultParamMap":{},' +
      '"numFeatures":6,"numTrees":2}',
  )
})

it.each([
  ['a double looks like a double', 'linear_regression', { regParam: 0 }, '"regParam":0.0'],
  ['a whole double too', 'linear_regression', { regParam: -3 }, '"regParam":-3.0'],
  ['a small one keeps its exponent', 'linear_regression', { tol: 1e-7 }, '"tol":1e-7'],
  ['a large one too', 'linear_regression', { tol: 1e21 }, '"tol":1e+21'],
  ['a fraction stays as it is', 'linear_regression', { regParam: 0.1 }, '"regParam":0.1'],
  ['an int stays an int', 'linear_regression', { maxIter: 100 }, '"maxIter":100'],
  ['a boolean', 'random_forest', { bootstrap: true }, '"bootstrap":true'],
  ['a string', 'random_forest', { featureSubsetStrategy: '0.82' }, '"featureSubsetStrategy":"0.82"'],
  ['a seed that a double holds', 'random_forest', { seed: -42 }, '"seed":-42'],
  ['a seed of 64 bits', 'random_forest', { seed: '1152921504606846977' }, '"seed":1152921504606846977'],
  ['a list of names', 'OneHotEncoderModel', { inputCols: ['a', '"'] }, '"inputCols":["a","\\""]'],
] as const)('%s', (_, kind, params, json) => {
  expect(formatParams(sparkClasses[kind], params)).toContain(json)
})

it.each([
  ['a parameter that the class does not have', { stepSize: 0.1 }, /has no parameter stepSize/],
  ['a name that every object has', { toString: 1 }, /has no parameter toString/],
  ['a fraction for an int', { maxDepth: 2.5 }, /maxDepth must be int, got 2.5/],
  ['more than an int holds', { maxDepth: 2 ** 31 }, /maxDepth must be int/],
  ['no number', { minInfoGain: Number.NaN }, /minInfoGain must be double, got null/],
  ['a text for a number', { maxDepth: '5' }, /maxDepth must be int, got "5"/],
  ['a number for a text', { featureSubsetStrategy: 0.82 }, /featureSubsetStrategy must be string, got 0.82/],
  ['a text that is no seed', { seed: '1e3' }, /seed must be long, got "1e3"/],
])('refuses %s, because Spark would not load it', (_, params, message) => {
  const format = () => formatParams(sparkClasses.random_forest, params)
  expect(format).toThrow(FreeflowError)
  expect(format).toThrow(message)
})
