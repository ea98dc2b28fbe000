import { completeRows } from '../prepare/complete-rows.ts'
import type { NullPolicy } from '../prepare/fit-pipeline.ts'
import type { Table } from '../table/table.ts'
import type { ExpectedColumn } from '../traffic/check-columns.ts'
import { checkTrainingRows } from '../traffic/check-rows.ts'
import { checkZone } from '../traffic/check-zone.ts'
import { featureColumns } from '../traffic/columns.ts'
import type { DataFinding } from '../traffic/data-finding.ts'
import type { FeatureTableInfo } from '../traffic/feature-table-info.ts'
import { readFeaturesNote } from '../traffic/features-note.ts'
import { type LoadedFeatures, type LoadFeaturesOptions, loadFeatures } from '../traffic/load-features.ts'
import type { Reporter } from './host.ts'
import type { Preset } from './presets.ts'
import { reportFindings } from './report-findings.ts'

/** Which rows to load, and from where. */
export interface LoadRowsOptions
  extends Pick<LoadFeaturesOptions, 'startDate' | 'endDate' | 'seed' | 'threads'> {
  /** A feature table: Parquet file or directory. */
  readonly data: string
  /** What a null in a numeric column does to its row: set it aside, or wait to be imputed. */
  readonly nulls: NullPolicy
  /** IANA zone of the dates; without it the table's own, else UTC. */
  readonly timezone?: string | undefined
}

/** Rows of a feature table that keep the data contract. */
export interface LoadedRows {
  readonly loaded: LoadedFeatures
  /** Rows to learn from, ascending: without a null but for numeric features that are imputed. */
  readonly rows: Uint32Array
  /** Number of rows set aside, by reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** The features of the preset that the table has. */
  readonly columns: Preset['features']
  readonly timezone: string
  /** What the features were measured against; `null` where the table does not say it. */
  readonly network: FeatureTableInfo['network'] | null
  readonly findings: readonly DataFinding[]
}

/**
 * Loads the rows that a preset needs, checks them, and sets incomplete ones aside.
 *
 * @throws FreeflowError `data` where the table cannot be used, with all that is wrong in its rows.
 */
export async function loadRows(
  options: LoadRowsOptions,
  preset: Preset,
  report: Reporter,
): Promise<LoadedRows> {
  report.info(`Loading features from ${options.data}`)
  const { absentColumns, network, ...note } = await readFeaturesNote(options.data)
  const declared = options.timezone ?? note.timezone
  const timezone = declared ?? 'UTC'
  const expected = expectedColumns(preset)
  const loaded = await loadFeatures({
    ...options,
    path: options.data,
    columns: expected,
    absentColumns,
    timezone,
  })
  const { table, timestampType } = loaded
  report.info(`Loaded ${table.numRows} records (${loaded.files.length} of ${loaded.numFilesListed} files)`)
  if (loaded.absentColumns.length > 0) {
    report.warn(`left out, the source has none: ${loaded.absentColumns.join(', ')}`)
  }
  const findings = [
    ...checkTrainingRows(loaded, preset.target),
    ...checkZone({ timestampType, declared, numRows: table.numRows }),
  ]
  reportFindings(options.data, findings, report)
  const columns = presentFeatures(preset, table)
  const mayBeNull = options.nulls === 'impute' ? columns.numeric : []
  const names = [...columns.numeric, ...columns.categorical, preset.target]
  const ledger = completeRows(
    table,
    names.filter((name) => !mayBeNull.includes(name)),
  )
  for (const [reason, count] of Object.entries(ledger.dropped))
    report.info(`Set aside ${count} records: ${reason}`)
  return { loaded, ...ledger, columns, timezone, network, findings }
}

/** Gives the columns of a feature table that a preset needs, and what each may hold. */
export function expectedColumns(preset: Preset): ExpectedColumn[] {
  const isFeature = (name: string) =>
    [...preset.features.numeric, ...preset.features.categorical].includes(name)
  return featureColumns
    .filter(({ name, kind }) => kind === 'key' || kind === 'target' || isFeature(name))
    .map(({ name }) => ({ name, kinds: columnKinds(name, preset) }))
}

function columnKinds(name: string, preset: Preset): readonly ('number' | 'string' | 'instant')[] {
  if (name === 'timestamp') return ['instant']
  if (name === 'sensor_id') return ['string', 'number']
  return preset.features.categorical.includes(name) ? ['number', 'string'] : ['number']
}

function presentFeatures(preset: Preset, table: Table): Preset['features'] {
  const isPresent = (name: string) => table.columns.has(name)
  return {
    numeric: preset.features.numeric.filter(isPresent),
    categorical: preset.features.categorical.filter(isPresent),
  }
}
