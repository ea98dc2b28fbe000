import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type CheckResult, found } from './check-result.ts'

const JAVA_TIMEOUT_MS = 5000
const NOT_NEEDED = 'the embedded engine does not need it'

/**
 * Says which Java and Spark there are, for runs on Spark. Neither is ever a failure.
 *
 * @param environment  JAVA_HOME, SPARK_HOME and PATH count.
 */
export async function checkSpark(environment: NodeJS.ProcessEnv): Promise<readonly CheckResult[]> {
  const { JAVA_HOME, SPARK_HOME } = environment
  const java = await javaVersion(JAVA_HOME ? join(JAVA_HOME, 'bin', 'java') : 'java', environment)
  return [
    found('java', 'skipped', `${java ?? 'not found'}; ${NOT_NEEDED}`),
    found('spark', 'skipped', `${await sparkAt(SPARK_HOME)}; ${NOT_NEEDED}`),
  ]
}

/** Gives the first line of `java -version`, which comes on stderr; `null` if there is none. */
async function javaVersion(command: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    const { stderr } = await promisify(execFile)(command, ['-version'], { env, timeout: JAVA_TIMEOUT_MS })
    return stderr.split('\n').find((line) => line.includes('version')) ?? null
  } catch {
    return null
  }
}

async function sparkAt(home: string | undefined): Promise<string> {
  if (home === undefined || home === '') return 'SPARK_HOME is not set'
  const isThere = await stat(join(home, 'bin', 'spark-submit')).then(
    () => true,
    () => false,
  )
  return isThere ? `SPARK_HOME ${home}` : `SPARK_HOME ${home} has no bin/spark-submit`
}
