import { type SparkField, type SparkStruct, sparkTypes } from './spark-type.ts'
import { vectorType } from './spark-vector.ts'

const { array, double, integer, long, string, struct } = sparkTypes

const nodeData = struct([
  ['id', integer, 'REQUIRED'],
  ['prediction', double, 'REQUIRED'],
  ['impurity', double, 'REQUIRED'],
  ['impurityStats', array(double, 'REQUIRED'), 'OPTIONAL'],
  ['rawCount', long, 'REQUIRED'],
  ['gain', double, 'REQUIRED'],
  ['leftChild', integer, 'REQUIRED'],
  ['rightChild', integer, 'REQUIRED'],
  [
    'split',
    struct([
      ['featureIndex', integer, 'REQUIRED'],
      ['leftCategoriesOrThreshold', array(double, 'REQUIRED'), 'OPTIONAL'],
      ['numCategories', integer, 'REQUIRED'],
    ]),
    'OPTIONAL',
  ],
])

/** The tables of Spark's model directories, column by column. */
export const modelTables = {
  /** `data` of linear regression, one row. */
  linearRegression: struct([
    ['intercept', double, 'REQUIRED'],
    ['coefficients', vectorType, 'OPTIONAL'],
    ['scale', double, 'REQUIRED'],
  ]),
  /** `data` of forest and boosting, one row a node. */
  nodes: struct([
    ['treeID', integer, 'REQUIRED'],
    ['nodeData', nodeData, 'OPTIONAL'],
  ]),
  /** `treesMetadata` of forest and boosting, one row a tree. */
  trees: struct([
    ['treeID', integer, 'REQUIRED'],
    ['metadata', string, 'OPTIONAL'],
    ['weights', double, 'REQUIRED'],
  ]),
  /** `data` of StandardScalerModel, one row. */
  standardScaler: struct([
    ['std', vectorType, 'OPTIONAL'],
    ['mean', vectorType, 'OPTIONAL'],
  ]),
  /** `data` of OneHotEncoderModel, one row. */
  oneHotEncoder: struct([['categorySizes', array(integer, 'REQUIRED'), 'OPTIONAL']]),
  /** `data` of StringIndexerModel, one row: labels by input column. */
  stringIndexer: struct([['labelsArray', array(array(string, 'OPTIONAL'), 'OPTIONAL'), 'OPTIONAL']]),
}

/** `data` of ImputerModel, one row: a number for each input column, named as it. */
export function surrogateTable(inputCols: readonly string[]): SparkStruct {
  return struct(inputCols.map((name): SparkField => [name, double, 'OPTIONAL']))
}
