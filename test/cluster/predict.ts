import type { RegressionModel } from '../../src/model/regression-model.ts'
import type { Tree } from '../../src/model/tree.ts'
import type { PipelineModel } from '../../src/prepare/pipeline-model.ts'

/** A row in original units: the string c and numbers. */
export type Row = Readonly<Record<string, number | string>>

/** What a model says of one feature vector, in the order of Spark's sums. */
export function predictVector(model: RegressionModel, x: readonly number[]): number {
  if (model.kind === 'linear_regression') {
    return model.coefficients.reduce((sum, weight, slot) => sum + weight * x[slot], 0) + model.intercept
  }
  const predictions = model.trees.map((tree) => predictTree(tree, x))
  if (model.kind === 'random_forest') return predictions.reduce((sum, one) => sum + one) / predictions.length
  return predictions.reduce((sum, one, tree) => sum + model.treeWeights[tree] * one, 0)
}

function predictTree({ feature, threshold, left, right, prediction }: Tree, x: readonly number[]): number {
  let node = 0
  while (left[node] >= 0) node = x[feature[node]] <= threshold[node] ? left[node] : right[node]
  return prediction[node]
}

/** The feature vector of a row; indexer and encoder keep what is unknown, as in the asked pipeline. */
export function prepareRow({ stages }: PipelineModel, row: Row): number[] {
  const values = new Map<string, readonly number[] | number | string>(Object.entries(row))
  const number = (name: string) => Number(values.get(name))
  for (const stage of stages) {
    if (stage.kind === 'StringIndexerModel') {
      for (const [at, name] of stage.inputCols.entries()) {
        const labels = stage.labelsArray[at]
        const index = labels.indexOf(String(values.get(name)))
        values.set(stage.outputCols[at], index < 0 ? labels.length : index)
      }
    } else if (stage.kind === 'OneHotEncoderModel') {
      for (const [at, name] of stage.inputCols.entries()) {
        const size = stage.categorySizes[at] + (stage.handleInvalid === 'keep' ? 1 : 0)
        const slots = Array.from({ length: size - (stage.dropLast ? 1 : 0) }, (_, slot) => slot)
        const index = number(name)
        values.set(
          stage.outputCols[at],
          slots.map((slot) => (slot === index ? 1 : 0)),
        )
      }
    } else if (stage.kind === 'VectorAssembler') {
      values.set(
        stage.outputCol,
        stage.inputCols.flatMap((name) => vectorOf(values.get(name))),
      )
    } else if (stage.kind === 'StandardScalerModel') {
      const { mean, std } = stage
      const raw = vectorOf(values.get(stage.inputCol))
      values.set(
        stage.outputCol,
        raw.map((x, slot) => (x - mean[slot]) * (std[slot] > 0 ? 1 / std[slot] : 0)),
      )
    }
  }
  return vectorOf(values.get('features'))
}

function vectorOf(value: readonly number[] | number | string | undefined): number[] {
  return Array.isArray(value) ? [...value] : [Number(value)]
}
