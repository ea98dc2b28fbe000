import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { sqlString, withDuckDb } from '../../src/table/duckdb.ts'

/** Name of the part file of each table that we write. */
export const PART = 'part-00000.snappy.parquet'

/** Changes a model directory so that it must be refused. */
export type Spoil = (directory: string) => void | Promise<void>

/** What is wrong, how it comes about, and what the error says. */
export type Malformed = readonly [what: string, spoil: Spoil, message: RegExp]

/** Replaces text in the metadata; the text must be there. */
export function inMetadata(from: string, to: string): Spoil {
  return (directory) => {
    const path = join(directory, 'metadata/part-00000')
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
  }
}

/** Puts the answer of a query in the place of a table; `old` names the rows that were there. */
export function inTable(table: string, sql: string): Spoil {
  return async (directory) => {
    const path = join(directory, table, PART)
    const old = join(directory, 'old.parquet')
    writeFileSync(old, readFileSync(path))
    rmSync(path)
    await withDuckDb({ threads: 1 }, async (connection) => {
      await connection.run(`CREATE VIEW old AS FROM read_parquet(${sqlString(old)})`)
      await connection.run(`COPY (${sql}) TO ${sqlString(path)} (FORMAT parquet)`)
    })
  }
}

/** Removes a file or directory. */
export function remove(path: string): Spoil {
  return (directory) => rmSync(join(directory, path), { recursive: true })
}

/** Replaces a file. */
export function write(path: string, text: string): Spoil {
  return (directory) => writeFileSync(join(directory, path), text)
}

/** Takes the last bytes off a file. */
export function cut(path: string): Spoil {
  return (directory) => {
    const bytes = readFileSync(join(directory, path))
    writeFileSync(join(directory, path), bytes.subarray(0, bytes.length - 9))
  }
}

/** Replaces a field of each node. */
export function inNode(field: string, sql: string): Spoil {
  return inTable('data', `SELECT treeID, struct_update(nodeData, ${field} := ${sql}) AS nodeData FROM old`)
}

/** Replaces the coefficients of a linear model. */
export function inVector(sql: string): Spoil {
  return inTable('data', `SELECT * REPLACE (${sql} AS coefficients) FROM old`)
}

/** Spoils the stage whose directory begins so. */
export function inStage(prefix: string, spoil: Spoil): Spoil {
  return (directory) => {
    const stages = join(directory, 'stages')
    const name = readdirSync(stages).find((entry) => entry.startsWith(prefix)) ?? 'no such stage'
    return spoil(join(stages, name))
  }
}

/** Expects an error of one line that names a place below the directory, with code `data`. */
export async function expectDataError(
  read: Promise<unknown>,
  directory: string,
  message: RegExp,
): Promise<void> {
  const error = await read.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({
    name: 'FreeflowError',
    code: 'data',
    message: expect.stringMatching(message),
  })
  expect(error).toMatchObject({ message: expect.stringMatching(/^[^\n]+$/) })
  expect(error).toMatchObject({ message: expect.stringContaining(directory) })
}
