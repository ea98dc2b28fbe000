import type { Frame } from './frame.ts'
import { WriteOperation_SaveMode as SaveMode } from './gen/spark/connect/commands_pb.ts'
import type { Link } from './link.ts'
import { runCommand } from './run-command.ts'

/** Where the server writes the rows of a frame. */
export interface Target {
  /** A folder, as URI or path of the server. */
  readonly path: string
  /** Default `parquet`. */
  readonly format?: string
  /** What to do if the folder is there; default `fail`. */
  readonly ifThere?: 'fail' | 'overwrite' | 'append'
  /** Columns that become folders `name=value`. */
  readonly partitionBy?: readonly string[]
  readonly options?: Readonly<Record<string, string>>
}

const modes = {
  fail: SaveMode.ERROR_IF_EXISTS,
  overwrite: SaveMode.OVERWRITE,
  append: SaveMode.APPEND,
} as const

/** Runs a frame and lets the server write its rows to files. */
export async function writeFrame(link: Link, { relation }: Frame, target: Target): Promise<void> {
  const { path, format = 'parquet', ifThere = 'fail', partitionBy = [], options = {} } = target
  const value = {
    input: relation,
    source: format,
    saveType: { case: 'path', value: path } as const,
    mode: modes[ifThere],
    partitioningColumns: [...partitionBy],
    options,
  }
  await runCommand(link, `write to ${path}`, { case: 'writeOperation', value })
}

/** Gives a frame a name that the SQL of this session knows, in place of an older frame of that name. */
export async function nameFrame(link: Link, { relation }: Frame, name: string): Promise<void> {
  const value = { input: relation, name, replace: true }
  await runCommand(link, `view ${name}`, { case: 'createDataframeView', value })
}
