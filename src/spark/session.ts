import { askVersion } from './analyze.ts'
import { callUnary } from './call-unary.ts'
import { collectRows, type SparkRow } from './collect-rows.ts'
import { explainFrame, inputFilesOf, schemaOf } from './describe-frame.ts'
import type { Frame } from './frame.ts'
import { frameFromFiles, type Source } from './frame-from-files.ts'
import { frameFromSql } from './frame-from-sql.ts'
import { type KeptFrame, persistFrame, unpersistFrame } from './keep-frame.ts'
import { type Link, type Listener, requestBase } from './link.ts'
import { deleteAllObjects, deleteObjects } from './ml/delete-objects.ts'
import { evaluateFrame } from './ml/evaluate-frame.ts'
import { fetchAttribute, fetchObjects, type Step } from './ml/fetch-attribute.ts'
import { fitModel } from './ml/fit-model.ts'
import type { Stage } from './ml/ml-operator.ts'
import { hasModelCache, listObjects, sizeOfModel } from './ml/model-cache.ts'
import { restoreSummary } from './ml/restore-summary.ts'
import { loadModel, removeFolder, type SaveOptions, saveModel } from './ml/save-model.ts'
import type { SparkModel, SparkObject } from './ml/spark-model.ts'
import { transformFrame } from './ml/transform-frame.ts'
import { type Batch, readBatches } from './read-batches.ts'
import { runSql } from './run-sql.ts'
import { readConfig, resetConfig, writeConfig } from './spark-config.ts'
import type { SparkField } from './spark-field.ts'
import type { InputValue, SparkValue } from './spark-value.ts'
import { nameFrame, type Target, writeFrame } from './write-frame.ts'

/**
 * A session on a server: its settings, views and models live until `close`, or an hour after the last call.
 *
 * Frames are queries and cost nothing; what returns a promise asks the server. Each function is described where it
 * is written. Errors are FreeflowError `engine` with Spark's error class and message in one line, `details.spark`
 * having the rest; `interrupted` after the signal.
 */
export class SparkSession {
  /** The server's, `4.3.0` for instance. */
  readonly version: string
  readonly #link: Link
  readonly #close: () => void

  /** Sessions are opened by `connect`. */
  constructor(link: Link, version: string, close: () => void) {
    this.#link = link
    this.version = version
    this.#close = close
  }

  /** The same session with another signal or other callbacks, for one fit for instance; closing one closes both. */
  using(listener: Partial<Listener>): SparkSession {
    return new SparkSession({ ...this.#link, ...listener }, this.version, this.#close)
  }

  /** See {@link frameFromSql}. */
  sql(query: string, values?: Readonly<Record<string, InputValue>>): Frame {
    return frameFromSql(this.#link, query, values)
  }

  /** See {@link frameFromFiles}. */
  read(source: Source): Frame {
    return frameFromFiles(this.#link, source)
  }

  /** See {@link runSql}. */
  run(query: string): Promise<Frame> {
    return runSql(this.#link, query)
  }

  /** See {@link collectRows}. */
  collect(frame: Frame): Promise<SparkRow[]> {
    return collectRows(this.#link, frame)
  }

  /** See {@link readBatches}. */
  batches(frame: Frame): AsyncGenerator<Batch, void, undefined> {
    return readBatches(this.#link, frame)
  }

  /** See {@link writeFrame}. */
  write(frame: Frame, target: Target): Promise<void> {
    return writeFrame(this.#link, frame, target)
  }

  /** See {@link nameFrame}. */
  createView(frame: Frame, name: string): Promise<void> {
    return nameFrame(this.#link, frame, name)
  }

  /** See {@link schemaOf}. */
  schema(frame: Frame): Promise<SparkField[]> {
    return schemaOf(this.#link, frame)
  }

  /** See {@link explainFrame}. */
  explain(frame: Frame): Promise<string> {
    return explainFrame(this.#link, frame)
  }

  /** See {@link inputFilesOf}. */
  inputFiles(frame: Frame): Promise<string[]> {
    return inputFilesOf(this.#link, frame)
  }

  /** See {@link persistFrame}. */
  persist(frame: Frame): Promise<KeptFrame> {
    return persistFrame(this.#link, frame)
  }

  /** See {@link unpersistFrame}. */
  unpersist(frame: KeptFrame): Promise<void> {
    return unpersistFrame(this.#link, frame)
  }

  /** See {@link readConfig}. */
  config<K extends string>(...keys: readonly K[]): Promise<Record<K, string | undefined>> {
    return readConfig(this.#link, keys)
  }

  /** See {@link writeConfig}. */
  setConfig(valueByKey: Readonly<Record<string, string>>): Promise<void> {
    return writeConfig(this.#link, valueByKey)
  }

  /** See {@link resetConfig}. */
  resetConfig(...keys: readonly string[]): Promise<void> {
    return resetConfig(this.#link, keys)
  }

  /** See {@link fitModel}. */
  fit(stage: Stage, frame: Frame): Promise<SparkModel> {
    return fitModel(this.#link, stage, frame)
  }

  /** See {@link transformFrame}. */
  transform(stage: SparkModel | Stage, frame: Frame, params?: Stage['params']): Frame {
    return transformFrame(this.#link, stage, frame, params)
  }

  /** See {@link evaluateFrame}. */
  evaluate(stage: Stage, frame: Frame): Promise<number> {
    return evaluateFrame(this.#link, stage, frame)
  }

  /** See {@link fetchAttribute}. */
  fetch(object: SparkObject, ...path: readonly Step[]): Promise<SparkValue> {
    return fetchAttribute(this.#link, object, path)
  }

  /** See {@link fetchObjects}. */
  fetchObjects(object: SparkObject, ...path: readonly Step[]): Promise<SparkObject[]> {
    return fetchObjects(this.#link, object, path)
  }

  /** See {@link restoreSummary}. */
  restoreSummary(model: SparkModel, frame: Frame): Promise<void> {
    return restoreSummary(this.#link, model, frame)
  }

  /** See {@link saveModel}. */
  save(model: SparkModel, path: string, options?: SaveOptions): Promise<void> {
    return saveModel(this.#link, model, path, options)
  }

  /** See {@link loadModel}. */
  load(modelClass: string, path: string): Promise<SparkModel> {
    return loadModel(this.#link, modelClass, path)
  }

  /** See {@link removeFolder}. */
  removeFolder(path: string): Promise<void> {
    return removeFolder(this.#link, path)
  }

  /** See {@link deleteObjects}. */
  delete(...objects: readonly SparkObject[]): Promise<void> {
    return deleteObjects(this.#link, objects)
  }

  /** See {@link hasModelCache}. */
  hasModelCache(): Promise<boolean> {
    return hasModelCache(this.#link)
  }

  /** See {@link deleteAllObjects}. */
  deleteAll(): Promise<void> {
    return deleteAllObjects(this.#link)
  }

  /** See {@link listObjects}. */
  objects(): Promise<string[]> {
    return listObjects(this.#link)
  }

  /** See {@link sizeOfModel}. */
  size(model: SparkModel): Promise<number> {
    return sizeOfModel(this.#link, model)
  }

  /** Asks the server for nothing in particular, which keeps the session alive through an idle hour. */
  async touch(): Promise<void> {
    await askVersion(this.#link)
  }

  /** Ends the session in the server, with its models and views, and the connection. */
  async close(): Promise<void> {
    // also after an abort: the server should not keep models for nobody
    const link = { ...this.#link, signal: undefined, policy: { ...this.#link.policy, maxRetries: 1 } }
    const { sessionId, userContext, clientType } = requestBase(link)
    const request = { sessionId, userContext, clientType }
    try {
      await callUnary(link, 'close', (options) => link.client.releaseSession(request, options), 10_000)
    } catch (error) {
      link.warn(error instanceof Error ? error.message : String(error))
    } finally {
      this.#close()
    }
  }
}
