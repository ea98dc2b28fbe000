import { completeRows } from '../../prepare/complete-rows.ts'
import type { FeatureColumns } from '../../prepare/fit-pipeline.ts'
import { checkTrainingRows } from '../../traffic/check-rows.ts'
import { checkZone } from '../../traffic/check-zone.ts'
import type { DataFinding } from '../../traffic/data-finding.ts'
import type { FeatureTableInfo } from '../../traffic/feature-table-info.ts'
import { readFeaturesNote } from '../../traffic/features-note.ts'
import { type LoadedFeatures, loadFeatures } from '../../traffic/load-features.ts'
import type { LoadRowsOptions } from '../data-options.ts'
import type { LearningTask } from '../engine.ts'
import { expectedColumns, presentFeatures } from '../expected-columns.ts'
import type { Reporter } from '../host.ts'
import { reportFindings } from '../report-findings.ts'
import { checkMemory } from './check-memory.ts'

/** Rows of a feature table that keep the data contract. */
export interface LoadedRows {
  readonly loaded: LoadedFeatures
  /** Rows to learn from, ascending: without a null but for numeric features that are imputed. */
  readonly rows: Uint32Array
  /** Number of rows set aside, by reason. */
  readonly dropped: Readonly<Record<string, number>>
  /** The features that the table has. */
  readonly columns: FeatureColumns
  readonly timezone: string
  /** What the features were measured against; `null` where the table does not say it. */
  readonly network: FeatureTableInfo['network'] | null
  readonly findings: readonly DataFinding[]
}

/**
 * Loads the rows that a task needs, checks them, and sets incomplete ones aside.
 *
 * @throws FreeflowError `data` where the table cannot be used, with all that is wrong in its rows; `budget` where it
 *   would not fit into memory.
 */
export async function loadRows(
  options: LoadRowsOptions,
  task: LearningTask,
  report: Reporter,
): Promise<LoadedRows> {
  report.info(`Loading features from ${options.data}`)
  const { absentColumns, network, ...note } = await readFeaturesNote(options.data)
  const declared = options.timezone ?? note.timezone
  const timezone = declared ?? 'UTC'
  const expected = expectedColumns(task.features)
  const loaded = await loadFeatures({
    ...options,
    path: options.data,
    columns: expected,
    absentColumns,
    timezone,
    checkSize: (rows, names) => {
      const { numeric, categorical } = presentFeatures(task.features, (name) => names.includes(name))
      const size = { rows, numeric: numeric.length, categorical: categorical.length }
      checkMemory(size, options.threads, options.memory)
    },
  })
  const { table, timestampType } = loaded
  report.info(`Loaded ${table.numRows} records (${loaded.files.length} of ${loaded.numFilesListed} files)`)
  if (loaded.absentColumns.length > 0) {
    report.warn(`left out, the source has none: ${loaded.absentColumns.join(', ')}`)
  }
  const findings = [
    ...checkTrainingRows(loaded, task.target),
    ...checkZone({ timestampType, declared, numRows: table.numRows }),
  ]
  reportFindings(options.data, findings, report)
  const columns = presentFeatures(task.features, (name) => table.columns.has(name))
  const mayBeNull = options.nulls === 'impute' ? columns.numeric : []
  const names = [...columns.numeric, ...columns.categorical, task.target]
  const ledger = completeRows(
    table,
    names.filter((name) => !mayBeNull.includes(name)),
  )
  for (const [reason, count] of Object.entries(ledger.dropped))
    report.info(`Set aside ${count} records: ${reason}`)
  return { loaded, ...ledger, columns, timezone, network, findings }
}
