import { dirname, join } from 'node:path'
import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import { predictRows } from '../model/predict-rows.ts'
import type { RegressionModel } from '../model/regression-model.ts'
import { encodeRows } from '../prepare/encode-rows.ts'
import { type FeatureLayout, featureLayout } from '../prepare/feature-layout.ts'
import { readModel } from '../sparkml/read-model.ts'
import { readPipelineModel } from '../sparkml/read-pipeline-model.ts'
import { readDocument } from '../store/document.ts'
import { inspectVersion } from '../store/inspect-version.ts'
import type { LatestOptions } from '../store/latest-version.ts'
import { localFiles } from '../store/local-files.ts'
import type { StoredVersion } from '../store/store.ts'
import { verifyVersion } from '../store/verify-version.ts'
import { withPlaceNamed } from '../with-place-named.ts'
import { type IntervalRule, readIntervalRule } from './interval-rule.ts'
import { type Row, tableFromRows } from './table-from-rows.ts'

/** A stored version, read and checked. */
export interface ReadyModel {
  readonly version: StoredVersion
  readonly model: RegressionModel
  /** How columns in original units become the model's slots. */
  readonly layout: FeatureLayout
  /** How sure it is; `null` where it does not say. */
  readonly intervals: IntervalRule | null
  /** Golden rows that were predicted as stored. */
  readonly numGolden: number
}

const goldenSchema = z.object({
  rows: z.array(z.record(z.string(), z.unknown())),
  predictions: z.array(z.number()),
})

/** Predictions must agree with the stored ones up to this relative difference. */
const GOLDEN_TOLERANCE = 1e-9

/**
 * Reads a version: its bytes are compared with the manifest, and its golden rows are predicted again.
 *
 * A version without a manifest, an older job's, is read only where that is allowed. It may lack golden rows,
 * and preprocessing: then the one that the models of its store share, `{base}/preprocessing/model`, is taken.
 *
 * @throws FreeflowError `data` for a damaged version, naming the file, or for predictions that differ.
 */
export async function readVersion(
  version: StoredVersion,
  options: Pick<LatestOptions, 'allowUnverified'> = {},
): Promise<ReadyModel> {
  const { files, directory } = version
  return files.withLocalCopy(directory, async (local) => {
    const copy = { directory: local, files: localFiles }
    const read = () => readCopy(version, copy, options)
    return { version, ...(local === directory ? await read() : await withPlaceNamed(local, directory, read)) }
  })
}

/** Reads the files of a version where they lie on the local disk. */
async function readCopy(
  { files, directory }: StoredVersion,
  copy: Pick<StoredVersion, 'directory' | 'files'>,
  { allowUnverified = false }: Pick<LatestOptions, 'allowUnverified'>,
): Promise<Omit<ReadyModel, 'version'>> {
  const local = copy.directory
  const isUnverified = allowUnverified && (await inspectVersion(localFiles, local)).state === 'unverified'
  if (!isUnverified) await checkBytes(copy)
  const has = async (name: string) => !isUnverified || (await localFiles.stat(join(local, name))) !== null
  const model = await readModel(join(local, 'model'))
  const pipeline = (await has('preprocessing'))
    ? await readPipelineModel(join(local, 'preprocessing'))
    : await files.withLocalCopy(`${dirname(dirname(directory))}/preprocessing/model`, readPipelineModel)
  const layout = featureLayout(pipeline)
  const numGolden = (await has('golden.json')) ? await checkGolden(copy, { model, layout }) : 0
  const isDescribed = (await localFiles.stat(join(local, 'metadata.json'))) !== null
  const intervals = isDescribed ? readIntervalRule(await readDocument(copy, 'metadata.json')) : null
  return { model, layout, intervals, numGolden }
}

/**
 * Predicts rows given in original units.
 *
 * @returns One prediction a row, in the label's unit.
 * @throws FreeflowError `data` for a missing or mistyped value, naming row and column.
 */
export function predictPlainRows(
  { model, layout }: Pick<ReadyModel, 'model' | 'layout'>,
  rows: readonly Row[],
): Float64Array {
  const all = Uint32Array.from(rows, (_, index) => index)
  return predictRows(model, encodeRows(layout, tableFromRows(layout, rows), all))
}

async function checkBytes(version: Pick<StoredVersion, 'directory' | 'files'>): Promise<void> {
  const [finding] = await verifyVersion(version)
  if (finding === undefined) return
  throw new FreeflowError('data', `${join(version.directory, finding.file)} ${finding.problem}`, {
    hint: 'the version is damaged: publish it again, or retract it so that the one before is used',
  })
}

/** Predicts the golden rows again; gives their number. */
async function checkGolden(
  version: Pick<StoredVersion, 'directory' | 'files'>,
  ready: Pick<ReadyModel, 'model' | 'layout'>,
): Promise<number> {
  const place = join(version.directory, 'golden.json')
  const golden = goldenSchema.safeParse(await readDocument(version, 'golden.json'))
  if (!golden.success) throw new FreeflowError('data', `${place}: ${golden.error.issues[0].message}`)
  const { rows, predictions } = golden.data
  predictPlainRows(ready, rows).forEach((predicted, row) => {
    const expected = predictions[row]
    if (Math.abs(predicted - expected) <= GOLDEN_TOLERANCE * Math.max(1, Math.abs(expected))) return
    throw new FreeflowError('data', `${place}: row ${row} predicts ${predicted}, stored is ${expected}`)
  })
  return rows.length
}
