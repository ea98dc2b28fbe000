import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { acceptFolder } from '../data-folder.ts'
import { findPySpark, runPython } from './pyspark.ts'
import { writeStore } from './write-store.ts'

// a JVM starts in seconds, or in a minute where the machine is busy
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const spark = findPySpark()
const python = 'python' in spark ? spark.python : ''

if ('absent' in spark) console.warn(`LEFT OUT: nothing was tried with a real Spark: ${spark.absent}`)
if (!existsSync(acceptFolder))
  console.warn(`LEFT OUT: the readers of the downstream teams are not at ${acceptFolder}`)

describe.skipIf('absent' in spark || !existsSync(acceptFolder))('what we write, in PySpark', () => {
  let store: string
  beforeAll(async () => {
    store = mkdtempSync(join(tmpdir(), 'freeflow-store-'))
    await writeStore(store)
  })
  afterAll(() => rmSync(store, { recursive: true, force: true }))

  it.each(['pyspark_reader.py', 'layout_reader.py'])('passes every check of %s', (reader) => {
    const printed = runPython(python, join(acceptFolder, reader), store)
    console.log(printed)
    expect(printed).toMatch(/^\d+ passed, 0 failed$/m)
  })
})
