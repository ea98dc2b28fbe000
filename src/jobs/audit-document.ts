import type { AuditFinding } from '../audit/audit-finding.ts'
import type { AuditReport } from '../audit/audit-table.ts'
import { describeSteps } from '../audit/describe-steps.ts'
import type { GroupMeasure } from '../audit/measure-group.ts'
import { columnLegality, describeNeeds, type Legality } from '../traffic/column-legality.ts'
import { type ColumnNeeds, featureColumns } from '../traffic/columns.ts'
import { forecastNeeds, forecastTarget } from '../traffic/forecast/forecast-columns.ts'
import type { AuditedTable } from './audit-load.ts'
import type { AuditSplitOptions } from './audit-split.ts'

/** What an audit says of one column. */
export interface AuditedColumn {
  readonly name: string
  /** What it needs by its declaration, or as the data show; `null` where neither says. */
  readonly needs: string | null
  readonly source: 'declared' | 'data' | null
  /** Whether it may be used for this target; `null` where what it needs is not known and nothing was found. */
  readonly legal: Legality | null
  /** Share of the target's variance that it explains alone; `null` for columns that hold no numbers. */
  readonly r2: number | null
  /** The same of what the target's past does not say, and the largest by chance. */
  readonly r2_beyond_past: number | null
  readonly r2_by_chance: number | null
}

/** The document of `freeflow audit`. */
export interface AuditDocument {
  readonly schema_version: 1
  readonly run_id: string
  readonly data: {
    readonly uri: string
    readonly files: number
    readonly bytes: number
    readonly rows: number
    /** Rows within the dates, of which `rows` were looked at. */
    readonly rows_listed: number
    readonly rows_train: number
    readonly rows_test: number
    readonly timezone: string
  }
  readonly target: {
    readonly column: string
    readonly minutes_ahead: number
    readonly entity: string | null
    readonly time: string | null
  }
  readonly audit: {
    readonly verdict: 'leaking' | 'clean'
    readonly leaks: readonly AuditFinding[]
    readonly warnings: readonly AuditFinding[]
    readonly columns: readonly AuditedColumn[]
    /** All columns of numbers together, by a linear function; `null` where there are too few rows for them. */
    readonly group: {
      readonly columns: readonly string[]
      readonly r2_beyond_past: number
      readonly r2_by_chance: number
      readonly rows: number
    } | null
    /** Rows on which formulas were judged, and of the sample on which they were sought. */
    readonly rows_judged: number
    readonly rows_sampled: number
  }
  readonly seconds: { readonly load: number; readonly audit: number; readonly total: number }
}

/** What a document is made of. */
export interface AuditResult {
  readonly options: AuditSplitOptions & {
    readonly data: string
    readonly target: string
    readonly horizonMinutes: number
    readonly aheadMinutes: number
  }
  readonly runId: string
  readonly loaded: AuditedTable
  readonly report: AuditReport
  readonly seconds: AuditDocument['seconds']
}

/** Puts what an audit found into its document. */
export function auditDocument({ options, runId, loaded, report, seconds }: AuditResult): AuditDocument {
  const leaks = report.findings.filter(({ severity }) => severity === 'leak')
  const minutesAhead = options.horizonMinutes + options.aheadMinutes
  return {
    schema_version: 1,
    run_id: runId,
    data: {
      uri: options.data,
      files: loaded.files.length,
      bytes: loaded.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      rows: loaded.table.numRows,
      rows_listed: loaded.numRowsListed,
      rows_train: report.split.train.length,
      rows_test: report.split.test.length,
      timezone: options.timezone,
    },
    target: {
      column: options.target,
      minutes_ahead: minutesAhead,
      entity: loaded.entity,
      time: loaded.time,
    },
    audit: {
      verdict: leaks.length > 0 ? 'leaking' : 'clean',
      leaks,
      warnings: report.findings.filter(({ severity }) => severity === 'warning'),
      columns: describeColumns(loaded, report, options),
      group: report.group === null ? null : describeGroup(report.group),
      rows_judged: report.rows,
      rows_sampled: report.sampled,
    },
    seconds,
  }
}

function describeGroup({ columns, r2BeyondPast, r2ByChance, rows }: GroupMeasure) {
  return { columns, r2_beyond_past: r2BeyondPast, r2_by_chance: r2ByChance, rows }
}

function describeColumns(
  { table, entity, time }: AuditedTable,
  report: AuditReport,
  { target, splitColumn, horizonMinutes, aheadMinutes }: AuditResult['options'],
): AuditedColumn[] {
  const minutesAhead = horizonMinutes + aheadMinutes
  const roles = [entity, time, splitColumn, ...(horizonMinutes === 0 ? [target] : [])]
  const names = [...table.columns.keys()].filter((name) => !roles.includes(name))
  return names.map((name) => {
    const measure = report.measures.find(({ view }) => view.name === name)
    return {
      name,
      ...describeUse(name, report, target, minutesAhead),
      r2: measure?.r2 ?? null,
      r2_beyond_past: measure?.r2BeyondPast ?? null,
      r2_by_chance: measure?.r2ByChance ?? null,
    }
  })
}

function describeUse(
  name: string,
  { findings, windows }: AuditReport,
  target: string,
  minutesAhead: number,
): Pick<AuditedColumn, 'needs' | 'source' | 'legal'> {
  // a column of another table may have the name of one of ours: what the data show goes over what we declare
  const gives = findings.some(({ kind, severity, columns, isShared = false }) => {
    const isOfRows = kind === 'duplicates' || kind === 'shared-windows'
    return severity === 'leak' && !isOfRows && !isShared && columns[0] === name
  })
  const legal = gives ? 'contains the target' : null
  const needs = declaredNeeds(name, target, minutesAhead)
  if (needs !== null) {
    return {
      needs: describeNeeds(needs),
      source: 'declared',
      legal: legal ?? columnLegality(needs, minutesAhead),
    }
  }
  const window = windows.find(({ view }) => view.name === name)
  if (window === undefined) return { needs: null, source: null, legal }
  const { first, last, statistic } = window
  const span = first === last ? describeRows(last) : `${describeRows(first)} to ${describeRows(last)}`
  return { needs: `${statistic.name} of ${target} ${span}`, source: 'data', legal: legal ?? 'yes' }
}

/** Gives what a column of ours needs; the features of a forecast are declared for targets that lie ahead. */
function declaredNeeds(name: string, target: string, minutesAhead: number): ColumnNeeds | null {
  const ofTable = featureColumns.find((column) => column.name === name)?.needs ?? null
  const ofForecast = minutesAhead > 0 ? forecastNeeds(name) : null
  if (target === 'speed') return ofTable ?? ofForecast
  return target === forecastTarget ? (ofForecast ?? ofTable) : null
}

function describeRows(steps: number): string {
  return describeSteps(steps, null)
}
