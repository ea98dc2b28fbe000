import type { Column, Table } from '../table/table.ts'
import type { RowSplit } from '../traffic/split-rows.ts'
import type { AuditFinding } from './audit-finding.ts'
import { type Calendar, crossGroups, groupsOf, readCalendar } from './calendar.ts'
import { type Category, categoryOf } from './category.ts'
import { findBuckets } from './find-buckets.ts'
import { findCopies } from './find-copies.ts'
import { findDuplicates } from './find-duplicates.ts'
import { findNearCopies } from './find-near-copies.ts'
import { findNearSums } from './find-near-sums.ts'
import { findProducts } from './find-products.ts'
import { findScaledByCategory } from './find-scaled-by-category.ts'
import { findScaling } from './find-scaling.ts'
import { findSharedWindows } from './find-shared-windows.ts'
import { findStatistics } from './find-statistics.ts'
import { findSums } from './find-sums.ts'
import { findUnusable, type ServedColumns } from './find-unusable.ts'
import { findRecursions, findWindows } from './find-windows.ts'
import { isMadeOf } from './is-made-of.ts'
import { matchWindows, type WindowMatch } from './match-windows.ts'
import { type ColumnMeasure, measureColumns } from './measure-columns.ts'
import { type GroupMeasure, measureGroup } from './measure-group.ts'
import { type NumberView, numberViews } from './number-view.ts'
import { openProbe, type Probe } from './probe.ts'
import { orderSeries, type Series } from './series.ts'

/** What is asked of a table. */
export interface AuditOptions {
  /** Column of numbers that models are to predict. */
  readonly target: string
  /** What formulas call it; the column's name where it is not given. */
  readonly targetName?: string
  /** Column that tells the series apart, and column of times; `null` where there is none. */
  readonly entity: string | null
  readonly time: string | null
  /** How long after its row's time the target is measured, in ms; 0 for a target of the row's own time. */
  readonly aheadMs: number
  /** IANA zone of the calendar. */
  readonly timezone: string
  readonly seed: number
  /** Splits the rows as models will be judged; gets how far windows reach, in ms. */
  readonly split: (reachMs: number) => RowSplit
  /** A table as the service sees it; `null` if there is none. */
  readonly served: ServedColumns | null
}

/** What an audit found. */
export interface AuditReport {
  /** Leaks first, then warnings. */
  readonly findings: readonly AuditFinding[]
  /** Each column of numbers alone, in the table's order; texts of many values by rank and by the number in them. */
  readonly measures: readonly ColumnMeasure[]
  /** All columns of numbers together; `null` where there are too few rows for them. */
  readonly group: GroupMeasure | null
  /** Columns that are windows or lags of the target, legal ones too. */
  readonly windows: readonly WindowMatch[]
  readonly split: RowSplit
  /** Rows on which formulas were judged: those with a target and, where rows have a time, with a past. */
  readonly rows: number
  /** Rows of the sample on which all else was measured. */
  readonly sampled: number
  /** Whether rows were taken as series in time. */
  readonly hasSeries: boolean
}

/** More groups than this make no category. */
const MOST_GROUPS = 400
/** Rows that a category must have for each of its groups. */
const ROWS_A_GROUP = 16

/** Looks in a table for everything that makes a score on its target untrue. */
export function auditTable(table: Table, options: AuditOptions): AuditReport {
  const { target, entity, time, seed } = options
  const column = table.columns.get(target)
  const values = column?.kind === 'number' ? column.values : new Float64Array(table.numRows).fill(Number.NaN)
  const series = time === null ? null : orderSeries(table, entity, time)
  const stepMs = series?.stepMs ?? null
  const aheadSteps = stepMs === null ? 1 : Math.max(1, Math.round(options.aheadMs / stepMs))
  const name = options.targetName ?? target
  const probe = openProbe({ table, target: name, values, series, aheadSteps, seed })
  const calendar = series === null ? null : readCalendar(series, options.timezone)
  const views = numberViews(table, (one) => ![target, entity, time].includes(one))
  const windows = series === null ? [] : matchWindows(probe, series, views)
  const reachSteps = windows.reduce((most, { first }) => Math.max(most, -first), 0)
  const split = options.split(reachSteps * (stepMs ?? 0))
  const measures = measureColumns(probe, views)
  const content = contentOf(table, options, calendar)
  const reaching = windows.map(({ view }) => view.column)
  const findings = [
    ...findInColumns(probe, { series, windows, measures, calendar, entity, time, target, split }),
    ...findDuplicates(probe, split, content),
    ...(series === null ? [] : findSharedWindows(series, reachSteps, reaching, split)),
    ...findUnusable(featuresOf(table, options), split, options.served),
  ]
  const rank = { leak: 0, warning: 1 }
  return {
    findings: findings.toSorted((a, b) => rank[a.severity] - rank[b.severity]),
    measures,
    group: measureGroup(probe, views),
    windows,
    split,
    rows: probe.rows.length,
    sampled: probe.sample.length,
    hasSeries: series !== null,
  }
}

/** What the searches through columns share. */
interface Search extends Pick<AuditOptions, 'entity' | 'time' | 'target'> {
  readonly series: Series | null
  readonly windows: readonly WindowMatch[]
  readonly measures: readonly ColumnMeasure[]
  readonly calendar: Calendar | null
  readonly split: RowSplit
}

/** Looks for columns that give the target; one whose formula is known is not sought for a rougher one. */
function findInColumns(probe: Probe, search: Search): AuditFinding[] {
  const { series, windows, measures, calendar } = search
  const views = measures
    .map(({ view }) => view)
    .filter(({ values }) => calendar === null || !isOfCalendar(values, calendar))
  const categories = categoriesOf(probe, search)
  const told: AuditFinding[] = []
  const isOpen = ({ column }: NumberView) => !told.some(({ columns }) => columns[0] === column)
  const tell = (findings: readonly AuditFinding[]) => {
    told.push(...findings)
  }
  tell(findCopies(probe, views))
  tell(findScaledByCategory(probe, views.filter(isOpen), categories))
  tell(findWindows(probe, windows))
  // a window that was found may still be a part of a sum, a copy is no part of anything
  const copies = told.filter(({ kind, columns }) => kind === 'identity' && columns.length === 1)
  const parts = views.filter(({ column }) => !copies.some(({ columns }) => columns[0] === column))
  tell(findSums(probe, parts))
  tell(findProducts(probe, views.filter(isOpen)))
  const known = new Set(windows.map(({ view }) => view))
  if (series !== null)
    tell(
      findRecursions(
        probe,
        series,
        views.filter((view) => isOpen(view) && !known.has(view)),
      ),
    )
  const isFree = ({ name, codes }: Category) =>
    name !== search.entity && (calendar === null || !isOfCalendar(Float64Array.from(codes), calendar))
  tell(findBuckets(probe, categories.filter(isFree), categories))
  tell(findStatistics(probe, search.split, views.filter(isOpen), keysOf(probe, search, categories)))
  tell(
    findNearCopies(
      probe,
      measures.filter(({ view }) => views.includes(view) && isOpen(view)),
    ),
  )
  tell(findNearSums(probe, views.filter(isOpen)))
  tell(findScaling(views, search.split))
  return told
}

/** Whether a column is known for all times: made of the time of day or of the weekday. */
function isOfCalendar(values: Float64Array, { timeOfDay, weekday }: Calendar): boolean {
  return isMadeOf(values, timeOfDay) || isMadeOf(values, weekday)
}

function categoriesOf({ table, rows }: Probe, { target, time }: Search): Category[] {
  const most = Math.min(MOST_GROUPS, Math.floor(rows.length / ROWS_A_GROUP))
  return [...table.columns.keys()].flatMap((name) => {
    return name === target || name === time ? [] : (categoryOf(table, name, most) ?? [])
  })
}

/** What statistics of the target are taken by: categories, and with times also instants, days and times of day. */
function keysOf(
  probe: Probe,
  { series, calendar, entity }: Search,
  categories: readonly Category[],
): Category[] {
  if (series === null || calendar === null) return [...categories]
  const instants = groupsOf('time', series.epochMs)
  const byTime = [calendar.timeOfDay, calendar.weekday, calendar.day, instants]
  const places = categories.find(({ name }) => name === entity)
  const pairs = places === undefined ? [] : [calendar.timeOfDay, calendar.weekday, calendar.day]
  return [
    ...categories,
    ...byTime,
    ...(places === undefined ? [] : pairs.map((one) => crossGroups(places, one))),
  ].filter(({ numGroups }) => 2 * numGroups <= probe.rows.length)
}

/** Columns that models may be trained on. */
function featuresOf(table: Table, { target, entity, time }: AuditOptions): Map<string, Column> {
  return new Map([...table.columns].filter(([name]) => ![target, entity, time].includes(name)))
}

/** Columns by which a copy of a row is known: no times and nothing made of them, no numbers of rows. */
function contentOf(table: Table, options: AuditOptions, calendar: Calendar | null): Map<string, Column> {
  return new Map(
    [...featuresOf(table, options)].filter(([, column]) => {
      if (column.kind === 'instant') return false
      if (column.kind === 'string') return column.dictionary.length < 0.9 * table.numRows
      return !isNumbering(column.values) && (calendar === null || !isOfCalendar(column.values, calendar))
    }),
  )
}

/** Whether values are whole numbers, each on one row. */
function isNumbering(values: Float64Array): boolean {
  const isOnce = (some: Float64Array) => some.every(Number.isInteger) && new Set(some).size === some.length
  return isOnce(values.subarray(0, 1000)) && isOnce(values)
}
