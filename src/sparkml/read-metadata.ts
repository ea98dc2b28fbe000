import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import { checkShape } from './check-shape.ts'
import { listParts } from './list-parts.ts'
import { readError } from './read-error.ts'
import { sparkClasses } from './spark-class.ts'

/** One of the kinds of models and stages that freeflow reads and writes. */
export type SparkKind = keyof typeof sparkClasses

/** What a model directory says of itself. */
export interface ReadMetadata {
  /** The metadata file, for messages. */
  readonly path: string
  readonly kind: SparkKind
  readonly uid: string
  /** Parameters by Spark's names, defaults included; integers past 2^53 are strings of digits. */
  readonly params: Readonly<Record<string, unknown>>
  readonly numFeatures: number | undefined
  readonly numTrees: number | undefined
}

/** Pipelines that PySpark wrote itself carry the name of its own class. */
const PYTHON_PIPELINE = /^pyspark\.ml\.(\w+\.)*PipelineModel$/

const paramMap = z.record(z.string(), z.unknown())
const metadataShape = z.object({
  class: z.string(),
  uid: z.string().min(1),
  paramMap,
  defaultParamMap: paramMap.default({}),
  numFeatures: z.int().min(1).optional(),
  numTrees: z.int().min(1).optional(),
})

/**
 * Reads the metadata of a model, a stage or a pipeline.
 *
 * @param directory  The model directory, which holds `metadata/`.
 * @throws FreeflowError `data` if it is absent, malformed or of a class that freeflow does not know.
 */
export async function readMetadata(directory: string): Promise<ReadMetadata> {
  const [path] = await listParts(join(directory, 'metadata'))
  const metadata = checkShape(metadataShape, await readFirstLine(path), path)
  return {
    path,
    kind: kindFromClass(metadata.class, path),
    uid: metadata.uid,
    params: { ...metadata.defaultParamMap, ...metadata.paramMap },
    numFeatures: metadata.numFeatures,
    numTrees: metadata.numTrees,
  }
}

async function readFirstLine(path: string): Promise<unknown> {
  try {
    const [line] = (await readFile(path, 'utf8')).split('\n', 1)
    return JSON.parse(quoteLongIntegers(line))
  } catch (cause) {
    throw readError(path, cause)
  }
}

/** Puts integers that a double might not hold (seeds have 64 bits) in quotes; strings are left alone. */
function quoteLongIntegers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  )
}

function kindFromClass(name: string, path: string): SparkKind {
  if (PYTHON_PIPELINE.test(name)) return 'PipelineModel'
  for (const kind of Object.keys(sparkClasses)) {
    if (isSparkKind(kind) && sparkClasses[kind].name === name) return kind
  }
  throw new FreeflowError('data', `${path}: class ${name} is not one that freeflow reads`)
}

function isSparkKind(name: string): name is SparkKind {
  return Object.hasOwn(sparkClasses, name)
}
