import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { RunData } from '../engine/engine.ts'
import type { JobHost } from '../engine/host.ts'
import { FreeflowError } from '../errors.ts'
import { predictPlainRows, readVersion } from '../predict/read-version.ts'
import { featureLayout } from '../prepare/feature-layout.ts'
import { readModel } from '../sparkml/read-model.ts'
import { readPipelineModel } from '../sparkml/read-pipeline-model.ts'
import { writeModel } from '../sparkml/write-model.ts'
import { writePipelineModel } from '../sparkml/write-pipeline-model.ts'
import { readDocument, writeDocument } from '../store/document.ts'
import { latestVersion } from '../store/latest-version.ts'
import type { ManifestFile } from '../store/manifest.ts'
import type { Publication } from '../store/publication.ts'
import { publishVersions } from '../store/publish-versions.ts'
import { refreshPreprocessing } from '../store/refresh-preprocessing.ts'
import type { Store, StoredVersion } from '../store/store.ts'
import type { Table } from '../table/table.ts'
import { type GoldenRows, goldenRows, numGoldenRows } from './golden-rows.ts'
import { modelNames } from './presets.ts'
import type { TrainedModel } from './train-model.ts'
import { cvSummary, tuningSummary } from './tuning-summary.ts'

/** A model that stands in the store. */
export interface PublishedModel {
  readonly version: StoredVersion
  /** Size of the files below `model/`. */
  readonly sizeBytes: number
  /** Whether metadata.json, read back, names this model and version. */
  readonly isDescribed: boolean
  /** Golden rows that the version, read back, predicted as before. */
  readonly numGolden: number
  /** Name of the latest version of the model afterwards. */
  readonly latest: string
}

/** What is published: the models of one run, and what their metadata say beyond themselves. */
export interface RunToPublish {
  readonly data: RunData
  readonly trained: readonly TrainedModel[]
  /** Whether preprocessing/model of the store is to be that of this run. */
  readonly sharesPreprocessing: boolean
  /** Metadata of one model but for the keys that its place in the store decides. */
  readonly describe: (trained: TrainedModel) => Readonly<Record<string, unknown>>
}

/**
 * Publishes the models of a run, reads each back, and refreshes the shared preprocessing where it is to.
 *
 * The files of each model are read and its golden rows predicted before any version becomes visible.
 *
 * @returns One entry a model, in the order trained.
 * @throws FreeflowError `unexpected` where a model does not come back as it was written, and `storage`, with
 *   the store as it was before; where it fails between two versions the message names those published.
 */
export async function publishRun(store: Store, run: RunToPublish, host: JobHost): Promise<PublishedModel[]> {
  const { report } = host
  const sizes = new Map<string, number>()
  const rows = await run.data.sampleRows(numGoldenRows)
  const publications = run.trained.map((trained) => publication({ ...run, rows }, trained, sizes, host))
  report.info(`Saving model to ${run.trained.map(({ name }) => `${store.uri}/${name}`).join(', ')}`)
  const versions = await publishVersions(store, publications, host.now)
  const published: PublishedModel[] = []
  for (const version of versions) {
    const model = await lookBack(store, version, sizes.get(version.model) ?? 0)
    published.push(model)
    report.info(`Model saved successfully to ${version.directory}`)
    report.info(`Model size: ${megabytes(model.sizeBytes)} MB`)
    report.info(`Latest model version: ${model.latest}`)
  }
  if (run.sharesPreprocessing) await sharePreprocessing(store, run, versions[0], host)
  if (host.signal.aborted) report.warn('interrupted while publishing, which was finished first')
  return published
}

const identitySchema = z.object({ model_name: z.string(), timestamp: z.string() })

/** Reads a version as its users will: every byte, the golden rows, the metadata, and what is latest. */
async function lookBack(store: Store, version: StoredVersion, sizeBytes: number): Promise<PublishedModel> {
  const { numGolden } = await readVersion(version)
  const metadata = identitySchema.safeParse(await readDocument(version, 'metadata.json'))
  const isDescribed =
    metadata.data?.model_name === version.model && metadata.data.timestamp === version.version
  const latest = await latestVersion(store, version.model)
  return { version, sizeBytes, isDescribed, numGolden, latest: latest.version }
}

/** Reads what was written of a model and holds its predictions against those of the model in memory. */
async function tryWritten(directory: string, golden: GoldenRows): Promise<void> {
  const model = await readModel(join(directory, 'model'))
  const layout = featureLayout(await readPipelineModel(join(directory, 'preprocessing')))
  predictPlainRows({ model, layout }, golden.rows).forEach((predicted, row) => {
    if (predicted === golden.predictions[row]) return
    const values = `${predicted}, not ${golden.predictions[row]}`
    throw new FreeflowError('unexpected', `${model.kind}: golden row ${row} reads back as ${values}`)
  })
}

function publication(
  { data, describe, rows }: RunToPublish & { readonly rows: Table },
  trained: TrainedModel,
  sizes: Map<string, number>,
  host: JobHost,
): Publication {
  const trainedAt = data.trainedUntil
  return {
    model: trained.name,
    publishId: host.newId(),
    write: async (directory) => {
      await writeModel(trained.model, join(directory, 'model'), { trainedAt })
      await writePipelineModel(data.pipeline, join(directory, 'preprocessing'), { trainedAt })
      await writeDocument(directory, 'feature_importance.json', trained.featureImportance)
      await writeDocument(directory, 'evaluation.json', evaluationOf(trained))
      await writeDocument(directory, 'cv_results.json', cvResults(trained))
      const golden = goldenRows(trained.model, data.layout, rows)
      await writeDocument(directory, 'golden.json', golden)
      await tryWritten(directory, golden)
    },
    metadata: (version, files) => {
      const below = (folder: string) => files.filter(({ name }) => name.startsWith(`${folder}/`))
      const sizeBytes = below('model').reduce((sum, { length }) => sum + length, 0)
      sizes.set(trained.name, sizeBytes)
      return {
        model_name: trained.name,
        timestamp: version.version,
        metrics: trained.metrics,
        model_path: version.uri,
        ...describe(trained),
        size_bytes: sizeBytes,
        preprocessing_sha256: hashFiles(below('preprocessing')),
        created_at: new Date(host.now()).toISOString(),
      }
    },
  }
}

function evaluationOf({ metrics, trainMetrics, gates }: TrainedModel) {
  return { test: metrics, train: trainMetrics, gates }
}

function cvResults({ tuned }: TrainedModel) {
  return { cv: cvSummary(tuned), tuning: tuningSummary(tuned) }
}

/** One hash of several files: of their names and hashes, in order. */
function hashFiles(files: readonly ManifestFile[]): string {
  const hash = createHash('sha256')
  for (const { name, sha256 } of files) hash.update(`${name} ${sha256}\n`)
  return hash.digest('hex')
}

/** The shared preprocessing stands for all three models: a run of fewer refreshes it only where there is none. */
async function sharePreprocessing(
  store: Store,
  { trained }: RunToPublish,
  version: StoredVersion,
  host: JobHost,
): Promise<void> {
  if (trained.length < modelNames.length && (await hasPreprocessing(store))) {
    host.report.warn('preprocessing/model stays as it is: it stands for a run of all three models')
    return
  }
  const directory = `${version.directory}/preprocessing`
  await refreshPreprocessing(store, { files: version.files, directory, publishId: host.newId() })
}

async function hasPreprocessing({ files, base }: Store): Promise<boolean> {
  return (await files.stat(`${base}/preprocessing/model`)) !== null
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
