import { featureLayout } from '../../prepare/feature-layout.ts'
import { findLeaks } from '../../traffic/leaks.ts'
import type { DataOptions } from '../data-options.ts'
import type { DataSummary } from '../data-summary.ts'
import type { LearningTask, RunData } from '../engine.ts'
import { stopIfInterrupted } from '../host.ts'
import { purgeMinutes } from '../purge-minutes.ts'
import { crossValidate } from './cross-validate.ts'
import { describeColumns } from './describe-columns.ts'
import { fitAndJudge } from './fit-and-judge.ts'
import { foldPreparer } from './fold-preparer.ts'
import { loadRows, type SparkRows } from './load-rows.ts'
import { measurePreparation } from './measure-preparation.ts'
import { prepareSplit } from './prepare-split.ts'
import type { SparkRun } from './spark-run.ts'
import { countSplits, foldsSql, type SplitCounts, splitSql } from './split-sql.ts'
import { takeRows } from './take-rows.ts'
import { tellTasks } from './tell-tasks.ts'

/** Rows on which leaks are looked for. */
const NUM_LEAK_ROWS = 20_000
const leakColumns = [
  'sensor_id',
  'speed',
  'speed_ma_15min',
  'speed_lag_1',
  'speed_lag_2',
  'traffic_efficiency',
  'highway_encoded',
]

/** Lets Spark load and check a feature table, split its rows and prepare them; they stay there. */
export async function loadRun(run: SparkRun, options: DataOptions, task: LearningTask): Promise<RunData> {
  const { session, host } = run
  const telling = (work: string) => ({
    ...run,
    session: session.using({ onProgress: tellTasks(work, host) }),
  })
  const source = await loadRows(telling('loading'), options, task)
  stopIfInterrupted(host)
  const { columns, strings, kept, timezone } = source
  const rows = kept.name
  const { target } = task
  const purge = purgeMinutes(options, task)
  const { split: kind, testRatio, testStartMs, folds: numFolds, nulls } = options
  const purgeMs = (purge ?? 0) * 60_000
  const splitting = { kind, testRatio, testStartMs, numFolds, purgeMs, timezone }
  const split = await splitSql(session, rows, splitting)
  const folds = await foldsSql(session, rows, split, splitting)
  const [counts] = await countSplits(session, rows, [split, ...folds])
  host.report.info('Fitting preprocessing pipeline...')
  const preparing = { columns, strings, nulls, target }
  const prepared = await prepareSplit(telling('preparing'), rows, split, preparing)
  host.report.info(`Train set: ${counts.numTrain} records`)
  host.report.info(`Test set: ${counts.numTest} records`)
  const layout = featureLayout(prepared.pipeline)
  const names = [...columns.numeric, ...columns.categorical, target]
  const sizes = { numFolds, numRows: counts.numTrain, numSlots: layout.numSlots }
  const prepareFold = await foldPreparer(session, sizes, (fold) =>
    prepareSplit(telling('preparing a fold'), rows, folds[fold], preparing),
  )
  return {
    summary: summarise(options.data, source, counts),
    columns,
    pipeline: prepared.pipeline,
    layout,
    network: source.note.network,
    columnStatistics: await describeColumns(telling('describing columns').session, rows, split.train, {
      names,
      strings,
    }),
    purgeMinutes: purge,
    trainedUntil: counts.trainedUntil,
    numFolds,
    crossValidate: (points) => crossValidate(run, points, { numFolds, prepare: prepareFold }),
    fit: (name, params) => fitAndJudge(run, name, params, prepared),
    findLeaks: async () => {
      const wanted = leakColumns.filter((name) => name === 'sensor_id' || names.includes(name))
      const condition = `${split.train} AND is_whole`
      const table = await takeRows(session, { rows, condition, names: wanted, limit: NUM_LEAK_ROWS })
      return findLeaks(
        table,
        Uint32Array.from({ length: table.numRows }, (_, row) => row),
      )
    },
    sampleRows: (limit) => {
      const wanted = layout.sources.map(({ column }) => column)
      return takeRows(session, { rows, condition: `${split.test} AND is_whole`, names: wanted, limit })
    },
    measurePreparation: () => measurePreparation(session, prepared, { rows, split, target }),
  }
}

function summarise(uri: string, source: SparkRows, { numTrain, numTest }: SplitCounts): DataSummary {
  const { scan, files, dropped } = source
  const numDropped = Object.values(dropped).reduce((sum, count) => sum + count, 0)
  const numPurged = scan.numRows - numDropped - numTrain - numTest
  return {
    uri,
    files: files.numRead,
    bytes: files.numBytes,
    rows: scan.numRows,
    rows_train: numTrain,
    rows_test: numTest,
    rows_dropped: numPurged === 0 ? dropped : { ...dropped, purged: numPurged },
    absent_columns: source.absentColumns,
    findings: source.findings,
    start: new Date(scan.startMs).toISOString(),
    end: new Date(scan.endMs).toISOString(),
    timezone: source.timezone,
    sha256: scan.sha256,
  }
}
