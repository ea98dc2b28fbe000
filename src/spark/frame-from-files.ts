import { type Frame, frameFrom } from './frame.ts'
import type { Link } from './link.ts'

/** Files that Spark reads; the server opens them, so paths are paths there. */
export interface Source {
  /** `parquet`, `csv`, `json` or another format of Spark. */
  readonly format: string
  /** Files, folders or patterns, as URIs or paths. */
  readonly paths: readonly string[]
  /** Options of the format, `header` for instance. */
  readonly options?: Readonly<Record<string, string>>
  /** Columns in SQL: `sensor_id string, speed double`; without it the files say, or Spark infers it. */
  readonly schema?: string
}

/** Makes a frame of files. */
export function frameFromFiles(link: Link, { format, paths, options = {}, schema }: Source): Frame {
  const value = { format, paths: [...paths], options, ...(schema !== undefined && { schema }) }
  return frameFrom(link, { case: 'read', value: { readType: { case: 'dataSource', value } } })
}
