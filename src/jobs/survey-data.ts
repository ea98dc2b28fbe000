import { expectedColumns } from '../engine/expected-columns.ts'
import type { JobHost } from '../engine/host.ts'
import { withDuckDb } from '../table/duckdb.ts'
import type { DataFile } from '../table/read-file-list.ts'
import { featureColumns } from '../traffic/columns.ts'
import { readFeaturesNote } from '../traffic/features-note.ts'
import { noRowsError, withinDates } from '../traffic/open-features.ts'
import { surveyFeatures } from '../traffic/survey-features.ts'
import { type FeatureTableOptions, SAMPLE_ZONE } from './feature-table.ts'
import { isFeatureTable } from './is-feature-table.ts'
import { openReadings } from './open-readings.ts'
import type { Preset } from './presets.ts'
import { withLocalData } from './with-local-data.ts'

/** The data of a run to come, as far as they are known before it. */
export interface DataSurvey {
  readonly uri: string | null
  readonly kind: 'features' | 'readings' | 'generated'
  readonly files: number
  readonly bytes: number
  /** Rows within the dates, incomplete ones included; of generated data about as many. */
  readonly rows: number
  /** First and last instant, ISO 8601 in UTC; `null` of generated data. */
  readonly start: string | null
  readonly end: string | null
  readonly timezone: string
  readonly absent_columns: readonly string[]
  readonly numeric: number
  readonly categorical: number
  /** Length of the feature vector; of readings and generated data at most that. */
  readonly slots: number
}

/**
 * Looks at the data of a run without loading or making its feature table.
 *
 * @throws FreeflowError `data` where the run would fail on them too.
 */
export async function surveyData(
  options: FeatureTableOptions,
  preset: Preset,
  host: JobHost,
): Promise<DataSurvey> {
  const { data } = options
  if (data === undefined) return surveyGenerated(options, preset)
  return withLocalData(options, host.newId(), host, async (local, localHost) => {
    const { data: path = data } = local
    const survey = (await isFeatureTable(path))
      ? await surveyTable(path, local, preset)
      : await surveyReadings(path, local, preset, localHost)
    return { ...survey, uri: data }
  })
}

async function surveyTable(path: string, options: FeatureTableOptions, preset: Preset): Promise<DataSurvey> {
  const note = await readFeaturesNote(path)
  const timezone = options.timezone ?? note.timezone ?? 'UTC'
  const { startDate, endDate } = options
  const columns = expectedColumns(preset.features)
  const rows = { path, columns, absentColumns: note.absentColumns, timezone, startDate, endDate }
  const found = await surveyFeatures(rows, preset.features.categorical)
  const absent = columns.map(({ name }) => name).filter((name) => !found.names.includes(name))
  const counts = countFeatures(preset, absent)
  return {
    uri: path,
    kind: 'features',
    ...sizeOf(found.files),
    rows: found.numRows,
    ...spanOf(found.startMs, found.endMs),
    timezone,
    absent_columns: absent,
    ...counts,
    slots: counts.numeric + found.numSlots.reduce((sum, count) => sum + count, 0),
  }
}

async function surveyReadings(
  path: string,
  options: FeatureTableOptions,
  preset: Preset,
  { report }: JobHost,
): Promise<DataSurvey> {
  const { timezone = 'UTC', threads, startDate, endDate, sensorsTable } = options
  return withDuckDb({ threads }, async (connection) => {
    const columns = new Set(expectedColumns(preset.features).map(({ name }) => name))
    const opened = await openReadings(connection, {
      data: path,
      sensorsTable,
      timezone,
      declared: options.timezone ?? null,
      report,
    })
    const where = withinDates('timestamp', { startDate, endDate, timezone })
    const reader = await connection.runAndReadAll(
      `SELECT count(speed), epoch_ms(min(timestamp)), epoch_ms(max(timestamp)) FROM readings ${where}`,
    )
    const [rows, startMs, endMs] = reader.getRows()[0].map(Number)
    if (rows === 0) throw noRowsError({ path, timezone, startDate, endDate })
    return {
      uri: path,
      kind: 'readings',
      ...sizeOf(opened.readings.source.files),
      rows,
      ...spanOf(startMs, endMs),
      timezone,
      absent_columns: opened.absentColumns.filter((name) => columns.has(name)),
      ...countFeatures(preset, opened.absentColumns),
    }
  })
}

function surveyGenerated(options: FeatureTableOptions, preset: Preset): DataSurvey {
  const { sensors, days, timezone = SAMPLE_ZONE } = options
  // 288 steps a day, of which 5 % are lost in outages
  const rows = Math.round(sensors * days * 288 * 0.95)
  const absent: string[] = []
  const nothing = { uri: null, kind: 'generated', files: 0, bytes: 0, start: null, end: null } as const
  return { ...nothing, rows, timezone, absent_columns: absent, ...countFeatures(preset, absent) }
}

/** Counts features and the slots that they fill at most, by the declared ranges of the columns. */
function countFeatures({ features }: Preset, absent: readonly string[]) {
  const isThere = (name: string) => !absent.includes(name)
  const numeric = features.numeric.filter(isThere).length
  const categorical = features.categorical.filter(isThere)
  const slots = categorical.map((name) => {
    const range = featureColumns.find((column) => column.name === name)?.range ?? null
    return range === null ? NUM_LEVELS + 1 : range[1] + 1
  })
  return { numeric, categorical: categorical.length, slots: slots.reduce((sum, n) => sum + n, numeric) }
}

/** Levels of congestion, the one categorical column of words; unseen ones take a slot more. */
const NUM_LEVELS = 3

function sizeOf(files: readonly DataFile[]): { files: number; bytes: number } {
  return { files: files.length, bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) }
}

function spanOf(startMs: number, endMs: number): { start: string; end: string } {
  return { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() }
}
