import { type AuditReport, auditTable } from '../audit/audit-table.ts'
import { type JobHost, stopIfInterrupted } from '../engine/host.ts'
import { FreeflowError } from '../errors.ts'
import { readFeaturesNote } from '../traffic/features-note.ts'
import { type AuditDocument, auditDocument } from './audit-document.ts'
import { type AuditedTable, loadAuditTable } from './audit-load.ts'
import { loadServedColumns } from './audit-serving.ts'
import { type AuditSplitOptions, auditSplit } from './audit-split.ts'
import { shiftTarget } from './audit-target.ts'
import { type FeatureTableOptions, withFeatureTable } from './feature-table.ts'
import { withLocalData } from './with-local-data.ts'

/** What to audit, and what its columns are. */
export interface AuditDataOptions
  extends Omit<FeatureTableOptions, 'network' | 'sensors' | 'days'>,
    Omit<AuditSplitOptions, 'timezone'> {
  readonly data: string
  /** Column to predict; without it `speed` of a feature table, or of readings, which become features first. */
  readonly target?: string | undefined
  readonly entity?: string | undefined
  readonly time?: string | undefined
  /** The target is the column's value so many minutes after the row; 0 for the row's own. */
  readonly horizonMinutes: number
  /** The column holds values of so many minutes after its row already. */
  readonly aheadMinutes: number
  /** A table as the service sees it: what it lacks is not there at serving. */
  readonly serving?: string | undefined
  readonly maxRows: number
}

const MINUTE_MS = 60_000
const TARGET = 'speed'

/**
 * Tells whether a score on data would be true: which columns know the target, and how.
 *
 * @throws FreeflowError `data` where the data cannot be used, `usage` for a horizon that they have no rows for.
 */
export function auditData(options: AuditDataOptions, host: JobHost): Promise<AuditDocument> {
  const runId = host.newId()
  const audit = (path: string, localHost: JobHost) => auditPath(path, options, runId, localHost)
  if (options.target === undefined)
    return withFeatureTable({ ...options, sensors: 1, days: 1 }, runId, host, audit)
  return withLocalData(options, runId, host, ({ data }, localHost) => audit(data, localHost))
}

async function auditPath(
  path: string,
  options: AuditDataOptions,
  runId: string,
  host: JobHost,
): Promise<AuditDocument> {
  const startedMs = performance.now()
  const { target = TARGET, horizonMinutes, aheadMinutes, seed } = options
  const note = await readFeaturesNote(path)
  const timezone = options.timezone ?? note.timezone ?? 'UTC'
  host.report.info(`Loading ${path}`)
  const loaded = await loadAuditTable({ ...options, path, target, timezone })
  sayWhatWasLoaded(loaded, host)
  const served = await loadServed(options, runId, host)
  const loadedMs = performance.now()
  stopIfInterrupted(host)
  const { table, entity, time } = withoutSplitColumn(loaded, options.splitColumn)
  const shifted = shiftTarget(table, { target, entity, time, horizonMinutes })
  const report = auditTable(shifted.table, {
    target: shifted.target,
    targetName: shifted.target,
    entity,
    time,
    aheadMs: (horizonMinutes + aheadMinutes) * MINUTE_MS,
    timezone,
    seed,
    split: (reachMs) => auditSplit(loaded, { ...options, timezone }, reachMs + horizonMinutes * MINUTE_MS),
    served,
  })
  sayHowItWasTested(report, host)
  const seconds = {
    load: (loadedMs - startedMs) / 1000,
    audit: (performance.now() - loadedMs) / 1000,
    total: (performance.now() - startedMs) / 1000,
  }
  return auditDocument({ options: { ...options, target, timezone }, runId, loaded, report, seconds })
}

function sayWhatWasLoaded(
  { table, part, numRowsListed, skipped, entity, time }: AuditedTable,
  host: JobHost,
) {
  host.report.info(`Loaded ${table.numRows} records, ${table.columns.size} columns`)
  if (part !== null)
    host.report.warn(`of ${numRowsListed} rows ${table.numRows} are looked at: ${part} (--max-rows)`)
  if (skipped.length > 0)
    host.report.warn(`not looked at, neither number nor text nor time: ${skipped.join(', ')}`)
  if (time === null) host.report.warn('no column of times: rows are taken as independent (--time names one)')
  else if (entity === null)
    host.report.info('no sensor_id: rows are taken as one series (--entity names one)')
}

function sayHowItWasTested({ hasSeries, rows, sampled, split }: AuditReport, host: JobHost) {
  host.report.info(`Train set: ${split.train.length} records, test set: ${split.test.length} records`)
  const judged = hasSeries ? 'rows with a target and a past' : 'rows with a target'
  host.report.info(`Formulas are sought on ${sampled} rows and judged on all ${rows} ${judged}`)
}

async function loadServed({ serving, work, cacheSize }: AuditDataOptions, runId: string, host: JobHost) {
  if (serving === undefined) return null
  return withLocalData({ data: serving, work, cacheSize }, `${runId}-serving`, host, async ({ data }) => {
    return { place: serving, table: await loadServedColumns(data) }
  })
}

function withoutSplitColumn({ table, entity, time }: AuditedTable, splitColumn: string | undefined) {
  if (splitColumn === undefined) return { table, entity, time }
  if (!table.columns.has(splitColumn)) throw new FreeflowError('data', `no column ${splitColumn}`)
  const columns = new Map([...table.columns].filter(([name]) => name !== splitColumn))
  return { table: { ...table, columns }, entity, time }
}
