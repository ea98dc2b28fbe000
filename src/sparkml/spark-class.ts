/** How Spark keeps a parameter in JSON: a double must look like a double (0.0) and a long has 64 bits. */
export type ParamType = 'int' | 'long' | 'double' | 'boolean' | 'string' | 'strings'

/** What Spark calls one of our types, and which of its parameters go into a file. */
export interface SparkClass {
  /** Full name, exactly as the loader demands it. */
  readonly name: string
  /** What Spark's uids of this class begin with. */
  readonly uidPrefix: string
  /** Parameters that every Spark from 3.5 to 4.3 knows, in the order in which they are written. */
  readonly params: Readonly<Record<string, ParamType>>
  /** Parameters that are the same in every file of ours, so no part of the model. */
  readonly constants: Readonly<Record<string, string>>
}

const columnNames = { featuresCol: 'features', labelCol: 'label', predictionCol: 'prediction' }

const treeParams = {
  maxDepth: 'int',
  maxBins: 'int',
  minInstancesPerNode: 'int',
  minWeightFractionPerNode: 'double',
  minInfoGain: 'double',
  maxMemoryInMB: 'int',
  cacheNodeIds: 'boolean',
  checkpointInterval: 'int',
  subsamplingRate: 'double',
  featureSubsetStrategy: 'string',
  seed: 'long',
} as const

const tree = {
  name: 'org.apache.spark.ml.regression.DecisionTreeRegressionModel',
  uidPrefix: 'dtr',
  params: {},
  constants: { impurity: 'variance' },
}

/** Spark's side of each kind of model and stage; `decision_tree` stands for one tree of an ensemble. */
export const sparkClasses = {
  linear_regression: {
    name: 'org.apache.spark.ml.regression.LinearRegressionModel',
    uidPrefix: 'linReg',
    params: {
      maxIter: 'int',
      regParam: 'double',
      elasticNetParam: 'double',
      tol: 'double',
      fitIntercept: 'boolean',
      standardization: 'boolean',
      solver: 'string',
      aggregationDepth: 'int',
      loss: 'string',
      epsilon: 'double',
      maxBlockSizeInMB: 'double',
    },
    constants: columnNames,
  },
  random_forest: {
    name: 'org.apache.spark.ml.regression.RandomForestRegressionModel',
    uidPrefix: 'rfr',
    params: { numTrees: 'int', bootstrap: 'boolean', ...treeParams },
    constants: { ...tree.constants, ...columnNames },
  },
  gradient_boosted_trees: {
    name: 'org.apache.spark.ml.regression.GBTRegressionModel',
    uidPrefix: 'gbtr',
    params: {
      maxIter: 'int',
      stepSize: 'double',
      lossType: 'string',
      validationTol: 'double',
      ...treeParams,
    },
    constants: { ...tree.constants, ...columnNames },
  },
  decision_tree: tree,
  ImputerModel: {
    name: 'org.apache.spark.ml.feature.ImputerModel',
    uidPrefix: 'imputer',
    params: { inputCols: 'strings', outputCols: 'strings', strategy: 'string' },
    constants: {},
  },
  StringIndexerModel: {
    name: 'org.apache.spark.ml.feature.StringIndexerModel',
    uidPrefix: 'strIdx',
    params: { inputCols: 'strings', outputCols: 'strings', handleInvalid: 'string' },
    constants: {},
  },
  OneHotEncoderModel: {
    name: 'org.apache.spark.ml.feature.OneHotEncoderModel',
    uidPrefix: 'oneHot',
    params: { inputCols: 'strings', outputCols: 'strings', dropLast: 'boolean', handleInvalid: 'string' },
    constants: {},
  },
  VectorAssembler: {
    name: 'org.apache.spark.ml.feature.VectorAssembler',
    uidPrefix: 'vecAssembler',
    params: { inputCols: 'strings', outputCol: 'string', handleInvalid: 'string' },
    constants: {},
  },
  StandardScalerModel: {
    name: 'org.apache.spark.ml.feature.StandardScalerModel',
    uidPrefix: 'stdScal',
    params: { inputCol: 'string', outputCol: 'string', withMean: 'boolean', withStd: 'boolean' },
    constants: {},
  },
  PipelineModel: {
    name: 'org.apache.spark.ml.PipelineModel',
    uidPrefix: 'pipeline',
    params: { stageUids: 'strings' },
    constants: {},
  },
} as const satisfies Record<string, SparkClass>
