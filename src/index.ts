// freeflow: what programs may import

export type { JobHost, Reporter } from './engine/host.ts'
export { type ErrorCode, exitCodes, FreeflowError } from './errors.ts'
export { type HdfsOptions, hdfsOptionsFromEnvironment } from './hdfs/hdfs-options.ts'
export type { RunOutcome, TrainAllOptions } from './jobs/run.ts'
export type { RunSummary } from './jobs/summary.ts'
export { trainAll } from './jobs/train-all.ts'
export { type Columns, type LoadedModel, loadModel } from './predict/load-model.ts'
export type { Row } from './predict/table-from-rows.ts'
export { latestVersion } from './store/latest-version.ts'
export { listModels, listVersions } from './store/list-versions.ts'
export { openStore, type Store, type StoredVersion } from './store/store.ts'
export { verifyVersion } from './store/verify-version.ts'
