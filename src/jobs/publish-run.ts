import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { readVersion } from '../predict/read-version.ts'
import { writeModel } from '../sparkml/write-model.ts'
import { writePipelineModel } from '../sparkml/write-pipeline-model.ts'
import { writeDocument } from '../store/document.ts'
import { latestVersion } from '../store/latest-version.ts'
import type { ManifestFile } from '../store/manifest.ts'
import type { Publication } from '../store/publication.ts'
import { publishVersions } from '../store/publish-versions.ts'
import { refreshPreprocessing } from '../store/refresh-preprocessing.ts'
import type { Store, StoredVersion } from '../store/store.ts'
import { goldenRows } from './golden-rows.ts'
import type { JobHost } from './host.ts'
import type { PreparedData } from './prepare-data.ts'
import { modelNames } from './presets.ts'
import type { TrainedModel } from './train-model.ts'
import { cvSummary, tuningSummary } from './tuning-summary.ts'

/** A model that stands in the store. */
export interface PublishedModel {
  readonly version: StoredVersion
  /** Size of the files below `model/`. */
  readonly sizeBytes: number
}

/** What is published: the models of one run, and what their metadata say beyond themselves. */
export interface RunToPublish {
  readonly data: PreparedData
  readonly trained: readonly TrainedModel[]
  /** Whether preprocessing/model of the store is to be that of this run. */
  readonly sharesPreprocessing: boolean
  /** Metadata of one model but for the keys that its place in the store decides. */
  readonly describe: (trained: TrainedModel) => Readonly<Record<string, unknown>>
}

/**
 * Publishes the models of a run, reads each back, and refreshes the shared preprocessing where it is to.
 *
 * @returns One entry a model, in the order trained.
 * @throws FreeflowError `storage`, with the store as it was before.
 */
export async function publishRun(store: Store, run: RunToPublish, host: JobHost): Promise<PublishedModel[]> {
  const { report } = host
  const sizes = new Map<string, number>()
  const publications = run.trained.map((trained) => publication(run, trained, sizes, host))
  report.info(`Saving model to ${run.trained.map(({ name }) => `${store.uri}/${name}`).join(', ')}`)
  const versions = await publishVersions(store, publications, host.now)
  for (const version of versions) {
    await readVersion(version)
    const latest = await latestVersion(store, version.model)
    report.info(`Model saved successfully to ${version.directory}`)
    report.info(`Model size: ${megabytes(sizes.get(version.model) ?? 0)} MB`)
    report.info(`Latest model version: ${latest.version}`)
  }
  if (run.sharesPreprocessing) await sharePreprocessing(store, run, versions[0], host)
  return versions.map((version) => ({ version, sizeBytes: sizes.get(version.model) ?? 0 }))
}

function publication(
  { data, describe }: RunToPublish,
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
      const golden = goldenRows(trained.model, data.layout, data.table, data.complete.test)
      await writeDocument(directory, 'golden.json', golden)
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
  const directory = join(version.directory, 'preprocessing')
  await refreshPreprocessing(store, { directory, publishId: host.newId() })
}

async function hasPreprocessing(store: Store): Promise<boolean> {
  return access(join(store.base, 'preprocessing', 'model')).then(
    () => true,
    () => false,
  )
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
