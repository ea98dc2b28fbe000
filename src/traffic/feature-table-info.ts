import { z } from 'zod'

/** Name of the file beside a feature table; Spark and we skip names that begin with `_` when reading rows. */
export const featureTableInfoFile = '_freeflow.json'

const position = z.object({ latitude: z.number(), longitude: z.number() })

/** What `_freeflow.json` says of the feature table that it lies beside. */
export const featureTableInfo = z.object({
  schema_version: z.literal(1),
  /** Minutes between two rows of a sensor. */
  step_minutes: z.literal(5),
  /** True if lags and windows count rows instead of going by the clock. */
  by_row: z.boolean(),
  /** IANA zone of the calendar columns and of the partitions. */
  timezone: z.string(),
  /** First and last instant, ISO 8601 in UTC. */
  start: z.string(),
  end: z.string(),
  rows: z.int().nonnegative(),
  /** Readings that are not in the table, by reason. */
  rows_dropped: z.record(z.string(), z.int().nonnegative()),
  /** Columns of the feature table that the source cannot give; they are left out. */
  absent_columns: z.array(z.string()),
  /** Unit by column, of those that have one. */
  units: z.record(z.string(), z.string()),
  /** What the features are measured against. */
  network: z.object({
    center: position,
    box: z.object({ south: z.number(), west: z.number(), height: z.number(), width: z.number() }),
    free_flow: z.enum(['highway', 'declared', 'measured']),
    /** Instant before which free-flow speeds were measured; null if none was. */
    free_flow_until: z.string().nullable(),
    cluster_seed: z.int(),
    cluster_centers: z.array(position),
    /** Columns of the sensors table that the query joined, each one value a sensor, by sensor_id. */
    sensors: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.null()]))),
  }),
  /** Parquet files by path (relative, with `/`), in alphabetical order. */
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
})

/** The parsed content of `_freeflow.json`. */
export type FeatureTableInfo = z.infer<typeof featureTableInfo>
