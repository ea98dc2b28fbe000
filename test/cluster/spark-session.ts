import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { pysparkEnvironment } from './pyspark.ts'

/** A running spark_models.py: it has trained and saved its models, and can score those that are written again. */
export interface SparkSession {
  /** Scores the rewritten models and ends. */
  score(): Promise<void>
  /** Ends without scoring. */
  close(): Promise<void>
}

/**
 * Starts Spark, lets it train and save small models below a directory, and keeps it running.
 *
 * @throws Error with what it printed on stderr if it ends before.
 */
export async function trainInSpark(python: string, directory: string): Promise<SparkSession> {
  const program = resolve(import.meta.dirname, 'spark_models.py')
  const child = spawn(python, [program, directory], { env: pysparkEnvironment(python) })
  const ended = endOf(child)
  await Promise.race([once(child.stdout, 'data'), ended])
  return {
    async score() {
      child.stdin.end('score\n')
      await ended
    },
    async close() {
      child.stdin.end()
      await ended.catch(() => {})
    },
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  let errors = ''
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`spark_models.py ended with ${status}\n${errors}`)
}
